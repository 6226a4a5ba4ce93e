{{ config(tags='quotidien', enabled=true) }}
select a.*, c.libelle from {{ ref('b_actes') }} a join {{ ref('codes') }} c on c.code = a.code
