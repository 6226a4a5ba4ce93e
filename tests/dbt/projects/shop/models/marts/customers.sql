{{ config(post_hook="select 1") }}
with orders as (select customer_id, count(*) as orders, sum(amount) as amount from {{ ref('stg_orders') }} group by 1)
select c.customer_id, c.name, c.city, coalesce(o.orders, 0) as orders, o.amount, '{{ var("currency") }}' as currency
from {{ ref('stg_customers') }} c
left join orders o on o.customer_id = c.customer_id
