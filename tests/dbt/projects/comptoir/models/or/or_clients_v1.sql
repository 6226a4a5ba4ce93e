select distinct client from {{ ref('stg_ventes') }}
