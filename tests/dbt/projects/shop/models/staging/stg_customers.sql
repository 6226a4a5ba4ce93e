{{ config(materialized='ephemeral') }}
select id as customer_id, name, city from {{ source('raw', 'raw_customers') }}
