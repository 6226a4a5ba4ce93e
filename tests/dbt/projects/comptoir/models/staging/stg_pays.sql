select * from {{ source('externe', 'pays') }}
