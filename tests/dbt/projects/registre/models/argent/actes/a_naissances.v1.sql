select * from {{ ref('a_actes') }} where code = 'N'
