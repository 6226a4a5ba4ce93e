{{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert', on_schema_change='append_new_columns') }}
select id, jour, montant from {{ ref('stg_ventes') }}
{% if is_incremental() %} where jour > (select max(jour) from {{ this }}) {% endif %}
