select
    pays,
    annee,
    pib_reel
from {{ source('bronze', 'indicateurs') }}
