-- SYNTHETIC users, typed; an empty country stays NULL.
select
    user_id,
    cast(date_inscription as date) as date_inscription,
    nullif(trim(pays), '') as pays,
    profil,
    langue,
    synthetique
from {{ source('bronze', 'raw_users') }}
