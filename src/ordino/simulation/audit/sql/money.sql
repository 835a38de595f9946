-- name: m1_order_figures_add_up
-- Orders of a range whose figures as placed are not the sums of their lines, discounts and charges, or whose total as
-- placed is not goods − discount + shipping + fee (+ tax where prices do not include it). Lines added later are no part of it;
-- where another order was merged into it, its charges stand beside the order's own, and only goods and discounts are summed.
with added as (
    select orders.id as order_id, (line ->> 'number')::integer as number
    from orders_order orders
    join engine_event event on event.stream = 'order/' || orders.id and event.kind in ('OrderChanged', 'OrderMerged')
        and event.data ->> 'order_id' = orders.id::text
    cross join lateral json_array_elements(coalesce(event.data -> 'added', '[]')) as line
    where orders.id between %(first)s and %(last)s and orders.version > 1
),
merged as (
    select orders.id as order_id
    from orders_order orders
    join engine_event event on event.stream = 'order/' || orders.id and event.kind = 'OrderMerged'
        and event.data ->> 'order_id' = orders.id::text
    where orders.id between %(first)s and %(last)s and orders.version > 1
),
line_sums as (
    select line.order_id, sum(line.goods_minor) as goods, sum(line.tax_minor) as tax
    from orders_line line
    left join added on added.order_id = line.order_id and added.number = line.number
    where line.order_id between %(first)s and %(last)s and added.order_id is null
    group by line.order_id
),
charge_sums as (
    select order_id, sum(amount_minor) filter (where kind = 'shipping') as shipping,
        sum(amount_minor) filter (where kind = 'fee') as fee, sum(tax_minor) as tax
    from orders_charge where order_id between %(first)s and %(last)s group by order_id
),
discount_sums as (
    select order_id, sum(amount_minor) as discount, sum(amount_minor) filter (where applies_to = 'shipping') as on_shipping
    from orders_discount where order_id between %(first)s and %(last)s group by order_id
)
select concat('order ', orders.id), figure.name, figure.expected::text, figure.found::text
from orders_order orders
left join line_sums line on line.order_id = orders.id
left join charge_sums charge on charge.order_id = orders.id
left join discount_sums discount on discount.order_id = orders.id
cross join lateral (values
    ('goods_minor', coalesce(line.goods, 0), orders.goods_minor),
    ('discount_minor', coalesce(discount.discount, 0), orders.discount_minor),
    ('shipping_minor', coalesce(charge.shipping, 0) + coalesce(discount.on_shipping, 0), orders.shipping_minor),
    ('fee_minor', coalesce(charge.fee, 0), orders.fee_minor),
    ('tax_minor', coalesce(line.tax, 0) + coalesce(charge.tax, 0), orders.tax_minor),
    ('placed_total_minor', orders.goods_minor - orders.discount_minor + orders.shipping_minor + orders.fee_minor
        + case when orders.prices_include_tax then 0 else orders.tax_minor end, orders.placed_total_minor)
) as figure(name, expected, found)
where orders.id between %(first)s and %(last)s and orders.draft is null and figure.expected <> figure.found
    and (figure.name not in ('shipping_minor', 'fee_minor', 'tax_minor')
        or orders.id not in (select order_id from merged))
order by orders.id, figure.name

-- name: m1_line_goods
-- Lines of a range of orders whose goods are not quantity × unit price, rounded half up once. What a part of a bundle comes
-- to is a share of the bundle's price.
select line.order_id, line.number, goods.expected, line.goods_minor
from orders_line line
join orders_order orders on orders.id = line.order_id
cross join lateral (
    select round(
        line.unit_price * line.ordered * ('1e-' || line.quantity_scale)::numeric
            * ('1e' || coalesce((%(digits)s::json ->> orders.currency), '2'))::numeric
    )::bigint as expected
) as goods
where line.order_id between %(first)s and %(last)s and line.bundle = '' and line.goods_minor <> goods.expected
order by line.order_id, line.number

-- name: select_moved_lines
-- The lines of the given orders that came from another order, by being split off or merged, with their share of its money.
select orders.id, (line ->> 'number')::integer
from orders_order orders
join engine_event event on event.stream = 'order/' || orders.id
    and (event.kind = 'OrderPlaced' and event.data ->> 'split_from' is not null
        or event.kind = 'OrderMerged' and event.data ->> 'order_id' = orders.id::text)
cross join lateral json_array_elements(
    case event.kind when 'OrderPlaced' then event.data -> 'lines' else event.data -> 'added' end) as line
where orders.id = any(%(order_ids)s::bigint[])

-- name: m9_money_follows_units
-- Orders of a range that were split or merged without the money that left the one coming to the other.
select concat('order ', orders.id), 'money split off into order ' || (event.data ->> 'new_order_id'),
    ((event.data ->> 'total_minor_before')::bigint - (event.data ->> 'total_minor_after')::bigint)::text,
    coalesce(part.placed_total_minor::text, 'none')
from orders_order orders
join engine_event event on event.stream = 'order/' || orders.id and event.kind = 'OrderSplit'
    and event.data ->> 'order_id' = orders.id::text
left join orders_order part on part.id = (event.data ->> 'new_order_id')::bigint
where orders.id between %(first)s and %(last)s and orders.version > 1
    and part.placed_total_minor is distinct from
        (event.data ->> 'total_minor_before')::bigint - (event.data ->> 'total_minor_after')::bigint
order by orders.id

-- name: m1_line_amounts
-- Lines of a range of orders whose amount is not their goods less their discount.
select concat('order ', line.order_id, ' line ', line.number), 'amount_minor', (line.goods_minor - line.discount_minor)::text,
    line.amount_minor::text
from orders_line line
where line.order_id between %(first)s and %(last)s and line.amount_minor <> line.goods_minor - line.discount_minor
order by line.order_id, line.number

-- name: m2_discounts_are_sums_of_shares
-- Discounts of a range of orders that are not the sum of their shares.
select concat('order ', discount.order_id, ' discount ', discount.number), 'amount_minor', coalesce(shared.amount, 0)::text,
    discount.amount_minor::text
from orders_discount discount
left join (
    select order_id, discount_number, sum(amount_minor) as amount
    from orders_discount_share where order_id between %(first)s and %(last)s group by order_id, discount_number
) as shared on shared.order_id = discount.order_id and shared.discount_number = discount.number
where discount.order_id between %(first)s and %(last)s and discount.amount_minor <> coalesce(shared.amount, 0)
order by discount.order_id, discount.number

-- name: m2_shares_have_their_target
-- Shares of discounts of a range of orders whose discount, line or charge is missing.
select concat('order ', shared.order_id, ' discount ', shared.discount_number), concat('share of ', shared.number),
    case when discount.order_id is null then 'a discount' when discount.applies_to = 'shipping' then 'a charge'
        else 'a line' end,
    'none'
from orders_discount_share shared
left join orders_discount discount on discount.order_id = shared.order_id and discount.number = shared.discount_number
where shared.order_id between %(first)s and %(last)s and case discount.applies_to
    when 'goods' then not exists (
        select from orders_line line where line.order_id = shared.order_id and line.number = shared.number)
    when 'shipping' then not exists (
        select from orders_charge charge
        where charge.order_id = shared.order_id and charge.charge_number = shared.number)
    else true end
order by shared.order_id, shared.discount_number, shared.number

-- name: m2_line_discounts_are_sums_of_shares
-- Lines of a range of orders whose discount is not the sum of its shares. A line added later has only its own discount.
with added as (
    select orders.id as order_id, (line ->> 'number')::integer as number, (line ->> 'discount_minor')::bigint as discount
    from orders_order orders
    join engine_event event on event.stream = 'order/' || orders.id and event.kind in ('OrderChanged', 'OrderMerged')
        and event.data ->> 'order_id' = orders.id::text
    cross join lateral json_array_elements(coalesce(event.data -> 'added', '[]')) as line
    where orders.id between %(first)s and %(last)s and orders.version > 1
),
shared as (
    select part.order_id, part.number, sum(part.amount_minor) as amount
    from orders_discount_share part
    join orders_discount discount
        on discount.order_id = part.order_id and discount.number = part.discount_number and discount.applies_to = 'goods'
    where part.order_id between %(first)s and %(last)s
    group by part.order_id, part.number
)
select concat('order ', line.order_id, ' line ', line.number), 'discount_minor',
    (coalesce(shared.amount, 0) + coalesce(added.discount, 0))::text, line.discount_minor::text
from orders_line line
left join shared on shared.order_id = line.order_id and shared.number = line.number
left join added on added.order_id = line.order_id and added.number = line.number
where line.order_id between %(first)s and %(last)s
    and line.discount_minor <> coalesce(shared.amount, 0) + coalesce(added.discount, 0)
order by line.order_id, line.number

-- name: m9_open_money
-- What uncanceled lines and charges of a range of orders come to, where that differs from the current total or where a line
-- is canceled in part, so that its shares decide.
with whole as (
    select line.order_id, bool_or(line.canceled > 0 and line.canceled < line.ordered) as in_parts,
        sum(line.amount_minor + case when orders.prices_include_tax then 0 else line.tax_minor end)
            filter (where line.canceled <= 0) as amount
    from orders_line line
    join orders_order orders on orders.id = line.order_id
    where line.order_id between %(first)s and %(last)s
    group by line.order_id
),
charged as (
    select charge.order_id, sum(charge.amount_minor + case when orders.prices_include_tax then 0 else charge.tax_minor end)
        as amount
    from orders_charge charge
    join orders_order orders on orders.id = charge.order_id
    where charge.order_id between %(first)s and %(last)s and not charge.canceled
    group by charge.order_id
)
select orders.id, orders.prices_include_tax, (coalesce(whole.amount, 0) + coalesce(charged.amount, 0))::bigint,
    orders.total_minor
from orders_order orders
left join whole on whole.order_id = orders.id
left join charged on charged.order_id = orders.id
where orders.id between %(first)s and %(last)s and orders.draft is null
    and (whole.in_parts or orders.total_minor <> coalesce(whole.amount, 0) + coalesce(charged.amount, 0))
order by orders.id

-- name: select_lines_in_parts
-- The lines of the given orders that are canceled in part, with the money that their units share.
select order_id, number, ordered, canceled, quantity_scale, amount_minor, tax_minor
from orders_line
where order_id = any(%(order_ids)s::bigint[]) and canceled > 0 and canceled < ordered
order by order_id, number

-- name: select_placements
-- The orders of a range with the command that placed them or, for a draft, last revised them.
select orders.id, orders.currency, orders.prices_include_tax, coalesce(channel.tax_rounding, 'total'),
    exists (
        select from engine_event change
        where change.stream = 'channel/' || channel.id and change.kind = 'ChannelChanged'
            and change.recorded_at >= orders.recorded_at and change.data ->> 'changed' like '%%"tax_rounding"%%'
    ),
    command.kind, command.body::text
from orders_order orders
left join network_channel channel on channel.id = orders.channel_id
join lateral (
    select event.command_id from engine_event event
    where event.stream = 'order/' || orders.id and event.kind in ('OrderPlaced', 'OrderDrafted', 'DraftRevised')
        and exists (
            select from engine_command given
            where given.id = event.command_id and given.kind in ('PlaceOrder', 'DraftOrder', 'ReviseDraft'))
    order by event.sequence desc limit 1
) as given on true
join engine_command command on command.id = given.command_id
where orders.id between %(first)s and %(last)s and orders.draft is null
order by orders.id

-- name: select_merged_lines
-- The lines that orders of a range got from orders that were merged into them.
select orders.id, (line ->> 'number')::integer
from orders_order orders
join engine_event event on event.stream = 'order/' || orders.id and event.kind = 'OrderMerged'
    and event.data ->> 'order_id' = orders.id::text
cross join lateral json_array_elements(event.data -> 'added') as line
where orders.id between %(first)s and %(last)s and orders.version > 1

-- name: select_additions
-- The change orders of a range that added lines, with the lines they added.
select orders.id, orders.currency, orders.prices_include_tax, coalesce(channel.tax_rounding, 'total'),
    exists (
        select from engine_event change
        where change.stream = 'channel/' || channel.id and change.kind = 'ChannelChanged'
            and change.recorded_at >= event.recorded_at and change.data ->> 'changed' like '%%"tax_rounding"%%'
    ),
    command.kind, command.body::text,
    array(select (line ->> 'number')::integer from json_array_elements(event.data -> 'added') as line)
from orders_order orders
join engine_event event on event.stream = 'order/' || orders.id and event.kind = 'OrderChanged'
join engine_command command on command.id = event.command_id and command.kind = 'ChangeOrder'
left join network_channel channel on channel.id = orders.channel_id
where orders.id between %(first)s and %(last)s and orders.version > 1
    and json_array_length(coalesce(event.data -> 'added', '[]')) > 0
order by orders.id, event.sequence

-- name: select_priced_lines
-- The lines of a range of orders with their frozen money.
select order_id, number, sku, ordered, quantity_scale, unit_price, tax_category, tax_rate, bundle, goods_minor,
    discount_minor, amount_minor, tax_minor
from orders_line where order_id between %(first)s and %(last)s order by order_id, number

-- name: select_priced_discounts
-- The discounts of a range of orders with their shares.
select discount.order_id, discount.number, discount.label, discount.amount_minor,
    array(
        select array[part.number, part.amount_minor] from orders_discount_share part
        where part.order_id = discount.order_id and part.discount_number = discount.number order by part.number
    )
from orders_discount discount where discount.order_id between %(first)s and %(last)s
order by discount.order_id, discount.number

-- name: select_priced_charges
-- The parts of the charges of a range of orders.
select order_id, number, charge_number, amount_minor, tax_category, tax_rate, tax_minor
from orders_charge where order_id between %(first)s and %(last)s order by order_id, number

-- name: select_currencies
-- The currencies of a range of orders.
select distinct currency from orders_order where id between %(first)s and %(last)s
