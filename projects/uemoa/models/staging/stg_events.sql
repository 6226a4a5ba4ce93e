-- SYNTHETIC web events, typed. An event without user is an anonymous visit.
select
    event_id,
    session_id,
    nullif(trim(user_id), '') as user_id,
    cast(horodatage as timestamp) as horodatage,
    cast(cast(horodatage as timestamp) as date) as jour,
    type_evenement,
    page,
    appareil,
    duree_secondes,
    synthetique
from {{ source('bronze', 'raw_events') }}
