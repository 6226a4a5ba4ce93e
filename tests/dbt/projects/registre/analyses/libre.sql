select * from {{ ref('o_synthese') }}
