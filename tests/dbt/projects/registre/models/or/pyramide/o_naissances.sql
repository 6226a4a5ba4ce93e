select * from {{ ref('a_naissances') }}
