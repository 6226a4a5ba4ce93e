select id as order_id, customer_id, ordered_on, {{ money.cents('amount') }} as amount, status
from {{ ref('raw_orders') }}
