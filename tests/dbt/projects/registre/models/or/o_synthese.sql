select 1 as n from {{ ref('o_population') }}, {{ ref('o_naissances') }}, {{ ref('regions') }}
