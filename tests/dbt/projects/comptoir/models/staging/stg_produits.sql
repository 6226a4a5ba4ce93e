select * from {{ source('brut', 'produits') }}
