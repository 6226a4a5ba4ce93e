select id, nom from {{ source('etat', 'personnes') }}
