select extract(month from ordered_on) as month, sum(amount) as amount from {{ ref('stg_orders') }} group by 1
