-- SYNTHETIC web events, typed. An event without user is an anonymous visit.
-- Events never change once they are loaded: a run reads only what was ingested since the last one.
{{ config(materialized='incremental', incremental_strategy='merge', unique_key='event_id') }}

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
    synthetique,
    _cauri_ingested_at as charge_le
from {{ source('bronze', 'raw_events') }}
{%- if is_incremental() %}
where _cauri_ingested_at > (select max(charge_le) from {{ this }})
{%- endif %}
