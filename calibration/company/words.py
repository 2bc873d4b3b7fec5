"""Names that columns have in exports of shops and ledgers, by table and column, the most telling first."""

from __future__ import annotations

import re

WORDS: dict[str, dict[str, str]] = {
    "orders": {
        "order_id": "order id|amazon order id|order number|order no|order name|order|invoice|invoice no|invoice number|"
        "invoice id|receipt|receipt no|transaction id|charge id|bestellnummer|"
        "订单编号|订单号|订单id|主订单编号|交易编号|单号|name|id",
        "customer_id": "customer id|customer|customer no|customer number|customer key|client id|client|user id|user|"
        "member id|buyer id|buyer|account id|customer user|customer email|email|buyer email|billing email|"
        "email address|email billing|buyer name|household id|kundennummer|kunde|"
        "买家会员名|买家会员|买家昵称|买家id|买家|会员名|会员编号|会员号|会员id|会员|"
        "客户编号|客户id|客户名称|客户|用户id|用户编号|用户|顾客|手机号|买家手机号",
        "ordered_at": "ordered at|order date|order time|purchase date|purchased at|created at|created at utc|"
        "created date utc|created|"
        "created utc|date created|date paid|paid at|order created|invoice date|transaction date|bought|date|time|day|"
        "timestamp|datum|bestelldatum|订单创建时间|下单时间|创建时间|订单付款时间|付款时间|支付时间|成交时间|交易时间|下单日期|"
        "订单日期|日期|时间",
        "amount": "amount|total|order total|total amount|order amount|order total amount|total price|grand total|"
        "amount paid|net amount|"
        "item price|sales|revenue|sales value|gross|line total|betrag|summe|unit price|price|"
        "买家实际支付金额|实际支付金额|"
        "买家实付金额|订单实付金额|实付金额|实付款|支付金额|订单金额|总金额|成交金额|金额|单价|价格",
        "quantity": "quantity|qty|units|pieces|lineitem quantity|item quantity|quantity refund|"
        "menge|anzahl|数量|件数|购买数量|商品数量",
        "currency": "currency|order currency|currency code|币种|货币",
        "list_amount": "list amount|amount before discount|original amount|original total|gross sales|"
        "原价|订单原价|优惠前金额",
        "discount": "discount|discount amount|total discount|discounts|line discount|rabatt|remise|descuento|"
        "优惠金额|折扣金额|优惠",
        "coupon_id": "coupon id|coupon|coupon code|discount code|voucher|voucher code|promo code|gutschein|"
        "优惠券编号|优惠券|优惠码",
        "product_id": "product id|sku|product code|stock code|item id|asin|lineitem sku|artikelnummer|"
        "商品编号|商品id|商品编码|货号",
        "category": "category|product category|department|kategorie|catégorie|商品类目|商品分类|类目|品类",
    },
    "customers": {
        "customer_id": "customer id|customer|customer no|customer number|client id|client|client no|user id|member id|"
        "email|会员编号|会员名|买家会员名|买家|会员id|客户编号|客户id|客户|用户编号|用户id",
        "acquired_at": "acquired at|acquired|registered at|signup date|joined at|customer since|member since|since|"
        "date registered|registration date|first order|first order date|first purchase|"
        "注册时间|注册日期|首次购买时间|首次下单时间|首单时间|首单日期|入会时间|入会日期|获客时间",
        "channel": "channel|source|acquisition channel|utm source|渠道|来源|获客渠道",
        "segment": "segment|tier|客群|等级",
        "region": "region|country|province|地区|省份",
        "referrer_id": "referrer id|referrer|referred by|推荐人",
        "owned_channel_opt_in_at": "owned channel opt in at|opt in at|subscribed at|订阅时间",
    },
    "spend": {
        "date": "date|day|week|日期|时间",
        "channel": "channel|campaign type|source|media|platform|渠道|媒体|平台",
        "spend": "spend|cost|amount spent|media cost|花费|消耗|广告费|投放金额",
        "impressions": "impressions|曝光|展现量|曝光量",
        "clicks": "clicks|点击|点击量",
        "region": "region|地区",
        "currency": "currency|币种",
    },
    "experiments": {
        "channel": "channel|渠道",
        "start": "start|start date|开始|开始日期",
        "end": "end|end date|结束|结束日期",
        "treated_regions": "treated regions|regions|实验地区",
        "treated_share": "treated share|share|实验比例",
        "lift": "lift|effect|提升",
        "lift_se": "lift se|standard error|se|标准误",
    },
    "touches": {
        "customer_id": "customer id|customer|email|会员编号|客户编号|用户id",
        "at": "at|sent at|time|date|发送时间|时间",
        "campaign_id": "campaign id|campaign|活动编号|活动",
        "channel": "channel|渠道",
        "opened": "opened|打开",
        "clicked": "clicked|点击",
        "redeemed": "redeemed|核销",
        "randomised_holdout": "randomised holdout|holdout|control|对照组",
    },
    "tickets": {
        "ticket_id": "ticket id|ticket|case id|ticket number|工单编号|工单号",
        "customer_id": "customer id|customer|requester|requester email|email|会员编号|客户编号|用户id",
        "opened_at": "opened at|created at|created|opened|创建时间|提交时间",
        "first_response_at": "first response at|first reply at|首次响应时间",
        "resolved_at": "resolved at|solved at|closed at|解决时间|关闭时间",
        "abandoned_at": "abandoned at|放弃时间",
        "reopened": "reopened|是否重开",
        "agent_minutes": "agent minutes|handling minutes|处理分钟|处理时长",
        "satisfaction": "satisfaction|csat|rating|满意度",
    },
    "surveys": {
        "customer_id": "customer id|customer|email|会员编号|客户编号|用户id",
        "at": "at|answered at|date|time|时间|日期",
        "score": "score|nps|rating|评分|分数",
        "kind": "kind|type|survey|类型",
    },
    "referrals": {
        "referrer_id": "referrer id|referrer|inviter|推荐人|邀请人",
        "invited_at": "invited at|invite date|sent at|邀请时间",
        "invitee_id": "invitee id|invitee|friend|被邀请人",
        "accepted_at": "accepted at|接受时间",
        "first_order_at": "first order at|首单时间",
        "reward_referrer": "reward referrer|referrer reward|推荐奖励",
        "reward_invitee": "reward invitee|invitee reward|被邀奖励",
        "currency": "currency|币种",
    },
    "prices": {
        "product_id": "product id|product|sku|item id|商品编号|商品|货号",
        "from": "from|valid from|start|since|date|生效日期|日期",
        "list_price": "list price|price|regular price|标价|售价|价格",
        "unit_cost": "unit cost|cost|成本",
        "competitor_price": "competitor price|竞品价格",
        "currency": "currency|币种",
    },
    "staffing": {
        "at": "at|time|date|shift|时间|日期",
        "staff_on_duty": "staff on duty|staff|agents|headcount|在岗人数|客服人数",
        "desk": "desk|queue|team|客服组|队列",
    },
}

CHANNELS: dict[str, str] = {
    "search": "search|google|adwords|google ads|sem|ppc|bing|baidu|shopping|搜索|百度|竞价|关键词|直通车",
    "video": "video|tv|television|youtube|ctv|ott|cinema|视频|电视|优酷|爱奇艺|腾讯视频|b站|哔哩哔哩|影院",
    "social": "social|facebook|meta|instagram|tiktok|linkedin|pinterest|snapchat|twitter|reddit|influencer|社交|社媒|"
    "抖音|快手|小红书|微博|微信|朋友圈|达人",
}
"""Names of media by the channel of base.yaml that they are like; the first that fits counts."""


def plain(name: str) -> str:
    """A column's name in small letters and single spaces: Created at (UTC), createdAt and created_at alike."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^\w]+|_", " ", apart).lower().split())
