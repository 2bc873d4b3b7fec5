"""The pages, in their order: file, address below that of the first one, name in dashboard/text, icon."""

PAGES = (
    ("compare", "", "app.page", "compare_arrows"),
    ("budget", "budget", "app.budget", "payments"),
    ("price", "price", "app.price", "sell"),
    ("referrals", "referrals", "app.loop", "sync"),
    ("first", "first", "app.first", "flag"),
    ("customers", "customers", "app.customers", "groups"),
    ("find", "find", "app.find", "search"),
    ("trust", "trust", "app.trust", "verified"),
)
