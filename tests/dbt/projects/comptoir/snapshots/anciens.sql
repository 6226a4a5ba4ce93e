{% snapshot histoire_pays %}
{{ config(target_schema='histoire', unique_key='code', strategy='check', check_cols='all') }}
select * from {{ ref('pays') }}
{% endsnapshot %}
