select id, code from {{ ref('a_actes') }} where code = 'N'
