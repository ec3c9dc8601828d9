from django.urls import include, path, re_path

from . import about, article_views, display, downloads, feeds, health, sitemaps, statistics, views
from .opendata import views as opendata

urlpatterns = [
    path("", views.home, name="home"),
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/<slug:code>/", views.round, name="round"),
    path("named/", views.named, name="named"),
    re_path(r"^regions/(?P<code>[0-9A-Z]{6})/$", views.region, name="region"),
    path("entries/<uuid:pk>/", views.entry, name="entry"),
    path("releases/<int:number>/", views.release, name="release"),
    path("articles/", article_views.articles, name="articles"),
    path("articles/favourites/", article_views.favourites, name="favourites"),
    path("articles/<int:number>/", article_views.article, name="article"),
    path("articles/<int:number>/diff/", article_views.article_changes, name="article_changes"),
    path("articles/<int:number>/files/<str:name>", article_views.article_file, name="article_file"),
    path("named.csv", downloads.named_csv, name="named_csv"),
    path("named.xlsx", downloads.named_xlsx, name="named_xlsx"),
    path("named.json", downloads.named_json, name="named_json"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics.csv", statistics.statistics_csv, name="statistics_csv"),
    path("feeds/", feeds.overview, name="feeds"),
    path("feeds/releases.atom", feeds.releases, name="feed_releases"),
    path("feeds/notices.atom", feeds.notices, name="feed_notices"),
    path("feeds/articles.atom", feeds.articles, name="feed_articles"),
    re_path(r"^feeds/places/(?P<code>[0-9A-Z]{6})\.atom$", feeds.place, name="feed_place"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemaps/<str:section>.xml", sitemaps.section, name="sitemap"),
    path("data/", opendata.data, name="data"),
    path("data/<slug:table>.<str:ending>", opendata.data_file, name="data_file"),
    path("healthz", health.healthz, name="healthz"),
    path("api/", include("registry.api.urls")),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("display/", display.switch, name="display"),
]
