select id from {{ ref('b_foyers') }}
