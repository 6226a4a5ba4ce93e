-- Our own invariant: exports - imports (as magnitudes) is the published balance, to the rounding.
select pays, periode, balance_commerciale, balance_commerciale_publiee
from {{ ref('gold_mart_uemoa_external_trade') }}
where abs(balance_commerciale - balance_commerciale_publiee) > 0.2
    or importations_milliards_fcfa < 0
