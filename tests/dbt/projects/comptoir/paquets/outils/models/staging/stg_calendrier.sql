select * from {{ ref('calendrier') }}
