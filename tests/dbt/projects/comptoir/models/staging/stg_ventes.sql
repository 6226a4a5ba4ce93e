select id, cast(jour as date) as jour, pays, client, {{ centimes_en_francs('montant') }} as montant
from {{ source('brut', 'ventes') }}
