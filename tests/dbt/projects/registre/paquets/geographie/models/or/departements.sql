select id from {{ ref('communes') }}
