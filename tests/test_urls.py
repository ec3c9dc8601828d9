"""Every URL of the project × who asks for it. A URL that stands in no picture fails the test.

302: asked to sign in, or sent on. 404: does not exist for them. 403: exists and is not theirs. 405: another method.
"""

import re
from copy import deepcopy
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from registry.models import Category, ReleaseKind
from submissions import publishing, tasks
from submissions.materials import uploads
from submissions.models import RoundRules
from submissions.publishing import articles
from submissions.sheets import importing

from .articles import png
from .articles import published as publish_article
from .crawl import routes
from .objecting import objection_file, publish
from .sheets import book, single

WHO = {
    "--": None,
    "Dr": "drafter",  # whose draft it is
    "Do": "other_drafter",  # of another unit of the city
    "Ci": "city_office",
    "Cf": "far_city_office",
    "Re": "regional_office",
    "Ev": "evaluator",
    "Au": "auditor",
    "Ad": "administrator",
    "Su": "superuser",
}
GET = r"""
                                                              --   Dr   Do   Ci   Cf   Re   Ev   Au   Ad   Su
/                                                            200  200  200  200  200  200  200  200  200  200
/rounds/                                                     200  200  200  200  200  200  200  200  200  200
/rounds/<slug:code>/                                         200  200  200  200  200  200  200  200  200  200
/named/                                                      200  200  200  200  200  200  200  200  200  200
/search/                                                     200  200  200  200  200  200  200  200  200  200
/^regions/(?P<code>[0-9A-Z]{6})/$                            200  200  200  200  200  200  200  200  200  200
/entries/<uuid:pk>/                                          200  200  200  200  200  200  200  200  200  200
/releases/<int:number>/                                      200  200  200  200  200  200  200  200  200  200
/releases/<int:number>/diff/                                 200  200  200  200  200  200  200  200  200  200
/releases/<int:number>/verify/                               200  200  200  200  200  200  200  200  200  200
/releases/<int:number>/qr.svg                                200  200  200  200  200  200  200  200  200  200
/entries/<uuid:pk>/qr.svg                                    200  200  200  200  200  200  200  200  200  200
/rounds/<slug:code>/qr.svg                                   200  200  200  200  200  200  200  200  200  200
/articles/<int:number>/qr.svg                                200  200  200  200  200  200  200  200  200  200
/statistics/qr.svg                                           200  200  200  200  200  200  200  200  200  200
/named/qr.svg                                                200  200  200  200  200  200  200  200  200  200
/^regions/(?P<code>[0-9A-Z]{6})/qr.svg$                      200  200  200  200  200  200  200  200  200  200
/articles/                                                   200  200  200  200  200  200  200  200  200  200
/articles/favourites/                                        200  200  200  200  200  200  200  200  200  200
/articles/<int:number>/                                      200  200  200  200  200  200  200  200  200  200
/articles/<int:number>/diff/                                 200  200  200  200  200  200  200  200  200  200
/articles/<int:number>/files/<str:name>                      200  200  200  200  200  200  200  200  200  200
/named.csv                                                   200  200  200  200  200  200  200  200  200  200
/named.xlsx                                                  200  200  200  200  200  200  200  200  200  200
/named.json                                                  200  200  200  200  200  200  200  200  200  200
/statistics/                                                 200  200  200  200  200  200  200  200  200  200
/statistics.csv                                              200  200  200  200  200  200  200  200  200  200
/feeds/                                                      200  200  200  200  200  200  200  200  200  200
/feeds/releases.atom                                         200  200  200  200  200  200  200  200  200  200
/feeds/notices.atom                                          200  200  200  200  200  200  200  200  200  200
/feeds/articles.atom                                         200  200  200  200  200  200  200  200  200  200
/^feeds/places/(?P<code>[0-9A-Z]{6})\.atom$                  200  200  200  200  200  200  200  200  200  200
/robots.txt                                                  200  200  200  200  200  200  200  200  200  200
/sitemap.xml                                                 200  200  200  200  200  200  200  200  200  200
/sitemaps/<str:section>.xml                                  200  200  200  200  200  200  200  200  200  200
/data/                                                       200  200  200  200  200  200  200  200  200  200
/data/<slug:table>.<str:ending>                              200  200  200  200  200  200  200  200  200  200
/healthz                                                     200  200  200  200  200  200  200  200  200  200
/api/                                                        200  200  200  200  200  200  200  200  200  200
/api/schema/                                                 200  200  200  200  200  200  200  200  200  200
/api/v1/entries/                                             200  200  200  200  200  200  200  200  200  200
/api/v1/entries/<uuid:pk>/                                   200  200  200  200  200  200  200  200  200  200
/api/v1/releases/                                            200  200  200  200  200  200  200  200  200  200
/api/v1/releases/<int:number>/                               200  200  200  200  200  200  200  200  200  200
/api/v1/rounds/                                              200  200  200  200  200  200  200  200  200  200
/api/^(?:[\s\S]*/)?$                                        404  404  404  404  404  404  404  404  404  404
/accessibility/                                              200  200  200  200  200  200  200  200  200  200
/display/                                                    302  302  302  302  302  302  302  302  302  302
/objections/follow/                                          200  200  200  200  200  200  200  200  200  200
/objections/<int:number>/                                    200  200  200  200  200  200  200  200  200  200
/accounts/login/                                             200  302  302  302  302  302  302  302  302  302
/accounts/start/                                             302  302  302  302  302  302  302  302  302  302
/accounts/logout/                                            405  405  405  405  405  405  405  405  405  405
/accounts/password/                                          302  200  200  200  200  200  200  200  200  200
/accounts/password/changed/                                  302  200  200  200  200  200  200  200  200  200
/workbench/                                                  302  200  200  200  200  200  200  200  403  403
/workbench/submissions/                                      302  200  200  200  200  200  200  200  403  403
/workbench/submissions.xlsx                                  302  200  200  200  200  200  200  200  403  403
/workbench/submissions/new/                                  302  200  200  403  403  403  403  403  403  403
/workbench/submissions/new/autosave/                         405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/                            302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/again/                      405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/autosave/                   405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/edit/                       302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/moves/<str:name>/           302  200  404  403  404  403  404  403  403  403
/workbench/outcomes/                                         302  403  403  403  403  200  403  403  403  403
/workbench/outcomes/check/                                   405  405  405  405  405  405  405  405  405  405
/workbench/outcomes/record/                                  405  405  405  405  405  405  405  405  405  405
/workbench/outcomes/result/                                  302  403  403  403  403  302  403  403  403  403
/workbench/documents/                                        302  403  403  403  403  200  403  200  403  403
/workbench/documents/new/                                    302  403  403  403  403  200  403  403  403  403
/workbench/documents/<int:pk>/scan/                          302  404  404  404  404  404  404  404  403  403
/workbench/documents/<int:pk>/scan/add/                      302  404  404  404  404  200  404  403  403  403
/workbench/releases/                                         302  403  403  403  403  200  403  200  403  403
/workbench/releases/import/                                  302  403  403  403  403  200  403  403  403  403
/workbench/releases/import/draft/                            405  405  405  405  405  405  405  405  405  405
/workbench/releases/new/                                     302  403  403  403  403  200  403  403  403  403
/workbench/releases/titles/                                  302  403  403  403  403  200  403  403  403  403
/workbench/rechecks/                                         302  403  403  200  200  200  403  200  403  403
/workbench/releases/drafts/<int:pk>/                         302  404  404  404  404  200  404  200  403  403
/workbench/releases/drafts/<int:pk>/items/<int:item>/        302  404  404  404  404  200  404  403  403  403
/workbench/releases/drafts/<int:pk>/items/<int:item>/drop/   405  405  405  405  405  405  405  405  405  405
/workbench/releases/drafts/<int:pk>/term/                    405  405  405  405  405  405  405  405  405  405
/workbench/releases/drafts/<int:pk>/order/                   405  405  405  405  405  405  405  405  405  405
/workbench/releases/drafts/<int:pk>/signed-text/             405  405  405  405  405  405  405  405  405  405
/workbench/releases/drafts/<int:pk>/sign-off/                405  405  405  405  405  405  405  405  405  405
/workbench/releases/drafts/<int:pk>/confirm/                 405  405  405  405  405  405  405  405  405  405
/workbench/releases/drafts/<int:pk>/discard/                 405  405  405  405  405  405  405  405  405  405
/workbench/releases/<int:number>/                            302  403  403  403  403  200  403  200  403  403
/workbench/releases/<int:number>/notice/extend/              302  403  403  403  403  404  403  403  403  403
/workbench/releases/<int:number>/notice/pause/               302  403  403  403  403  404  403  403  403  403
/workbench/releases/<int:number>/notice/resume/              302  403  403  403  403  404  403  403  403  403
/workbench/releases/<int:number>/items/<int:order>/withhold/ 302  403  403  403  403  200  403  403  403  403
/workbench/city/                                             302  200  200  200  200  200  403  200  403  403
/workbench/submissions/<uuid:pk>/tasks/                      302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/tasks.xlsx                  302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/tasks/new/                  302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/paste/                302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/workbook/             302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/workbook/take/        405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/tasks/evidence/             302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/evidence/result/      302  302  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/reminders/            302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/edit/     302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/reply/    302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/remove/   302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/accept/   405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/reopen/   405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/materials/                  302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/materials/add/<str:code>/   405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/materials/<int:material>/   302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/materials/<int:material>/remove/ 405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/uploads/                    405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/      302  200  404  404  404  404  404  404  403  403
/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/chunk/ 405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/finish/ 405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/drop/ 405  405  405  405  405  405  405  405  405  405
/workbench/messages/                                         302  200  200  200  200  200  200  200  403  403
/workbench/messages/read/                                    405  405  405  405  405  405  405  405  405  405
/workbench/messages/<int:pk>/read/                           405  405  405  405  405  405  405  405  405  405
/workbench/rounds/                                           302  200  200  200  200  200  403  200  403  403
/workbench/rounds/new/                                       302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/                               302  200  200  200  200  200  403  200  403  403
/workbench/rounds/<slug:code>/facts/                         302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/window/                        302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/extensions/new/                302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/asks/                          302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/objections/                    302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/quotas/                        302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/stages/new/                    302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/stages/<int:stage>/            302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/stages/<int:stage>/drop/       405  405  405  405  405  405  405  405  405  405
/workbench/rounds/<slug:code>/requirements/new/              302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/requirements/<int:requirement>/ 302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/requirements/<int:requirement>/drop/ 405  405  405  405  405  405  405  405  405  405
/workbench/rounds/<slug:code>/requirements/<int:requirement>/template/ 302  200  200  200  200  200  403  200  403  403
/workbench/submissions/<uuid:pk>/form/                       302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/seal/                       302  200  404  200  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/seals/<int:seal>/           302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/versions/<int:number>/      302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/versions/<int:number>/changes/ 302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/versions/<int:number>/files/<int:order>/ 302 200 404 200 404 200 404 200 403 403
/workbench/submissions/<uuid:pk>/versions/<int:number>/form/ 302  200  404  200  404  200  404  200  403  403
/workbench/submissions/<uuid:pk>/versions/<int:number>/receipt/ 302  200  404  200  404  200  404  200  403  403
/workbench/verify/                                           302  200  200  200  200  200  200  200  403  403
/workbench/verify/<str:code>/                                302  200  404  200  404  200  404  200  403  403
/workbench/verify/<str:code>/file/                           405  405  405  405  405  405  405  405  405  405
/workbench/sheets/                                           302  200  200  403  403  403  403  403  403  403
/workbench/sheets/rounds/<slug:code>/template.xlsx           302  200  200  403  403  403  403  403  403  403
/workbench/sheets/<uuid:pk>/                                 302  200  404  403  403  403  403  403  403  403
/workbench/sheets/<uuid:pk>/check/                           405  405  405  405  405  405  405  405  405  405
/workbench/sheets/<uuid:pk>/confirm/                         405  405  405  405  405  405  405  405  405  405
/workbench/sheets/<uuid:pk>/discard/                         405  405  405  405  405  405  405  405  405  405
/workbench/sheets/<uuid:pk>/remarks.xlsx                     302  200  404  403  403  403  403  403  403  403
/workbench/ranking/                                          302  403  403  200  200  403  403  403  403  403
/workbench/ranking/<slug:code>/                              302  403  403  200  200  403  403  403  403  403
/workbench/ranking/<slug:code>/letter/                       302  403  403  200  200  403  403  403  403  403
/workbench/ranking/<slug:code>/letter.docx                   302  403  403  200  200  403  403  403  403  403
/workbench/ranking/<slug:code>/summary.xlsx                  302  403  403  200  200  403  403  403  403  403
/workbench/ranking/<slug:code>/<str:category>/               405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/substitute/                 302  403  404  200  404  403  404  403  403  403
/workbench/objections/                                       302  403  403  403  403  200  403  200  403  403
/workbench/objections/new/                                   302  403  403  403  403  200  403  403  403  403
/workbench/objections/<int:pk>/                              302  404  404  404  404  200  404  200  403  403
/workbench/objections/<int:pk>/steps/<slug:name>/            302  404  404  404  404  200  404  403  403  403
/workbench/objections/<int:pk>/files/add/                    405  405  405  405  405  405  405  405  405  405
/workbench/objections/<int:pk>/files/<int:file>/             302  404  404  404  404  200  404  200  403  403
/workbench/articles/                                         302  403  403  403  403  200  403  200  403  403
/workbench/articles/new/                                     302  403  403  403  403  200  403  403  403  403
/workbench/articles/drafts/<int:pk>/                         302  404  404  404  404  200  404  200  403  403
/workbench/articles/drafts/<int:pk>/edit/                    302  404  404  404  404  200  404  403  403  403
/workbench/articles/drafts/<int:pk>/files/add/               302  404  404  404  404  200  404  403  403  403
/workbench/articles/drafts/<int:pk>/files/<int:file>/        302  404  404  404  404  200  404  200  403  403
/workbench/articles/drafts/<int:pk>/files/<int:file>/drop/   405  405  405  405  405  405  405  405  405  405
/workbench/articles/drafts/<int:pk>/review/                  405  405  405  405  405  405  405  405  405  405
/workbench/articles/drafts/<int:pk>/confirm/                 405  405  405  405  405  405  405  405  405  405
/workbench/articles/drafts/<int:pk>/discard/                 405  405  405  405  405  405  405  405  405  405
/workbench/articles/<int:number>/                            302  403  403  403  403  200  403  200  403  403
/workbench/articles/<int:number>/further/                    405  405  405  405  405  405  405  405  405  405
/workbench/articles/<int:number>/withhold/                   302  403  403  403  403  200  403  403  403  403
"""
POST = r"""
                                                              --   Dr   Do   Ci   Cf   Re   Ev   Au   Ad   Su
/                                                            405  405  405  405  405  405  405  405  405  405
/rounds/                                                     405  405  405  405  405  405  405  405  405  405
/rounds/<slug:code>/                                         405  405  405  405  405  405  405  405  405  405
/named/                                                      405  405  405  405  405  405  405  405  405  405
/search/                                                     405  405  405  405  405  405  405  405  405  405
/^regions/(?P<code>[0-9A-Z]{6})/$                            405  405  405  405  405  405  405  405  405  405
/entries/<uuid:pk>/                                          405  405  405  405  405  405  405  405  405  405
/releases/<int:number>/                                      405  405  405  405  405  405  405  405  405  405
/releases/<int:number>/diff/                                 405  405  405  405  405  405  405  405  405  405
/releases/<int:number>/verify/                               405  405  405  405  405  405  405  405  405  405
/releases/<int:number>/qr.svg                                405  405  405  405  405  405  405  405  405  405
/entries/<uuid:pk>/qr.svg                                    405  405  405  405  405  405  405  405  405  405
/rounds/<slug:code>/qr.svg                                   405  405  405  405  405  405  405  405  405  405
/articles/<int:number>/qr.svg                                405  405  405  405  405  405  405  405  405  405
/statistics/qr.svg                                           405  405  405  405  405  405  405  405  405  405
/named/qr.svg                                                405  405  405  405  405  405  405  405  405  405
/^regions/(?P<code>[0-9A-Z]{6})/qr.svg$                      405  405  405  405  405  405  405  405  405  405
/articles/                                                   405  405  405  405  405  405  405  405  405  405
/articles/favourites/                                        405  405  405  405  405  405  405  405  405  405
/articles/<int:number>/                                      405  405  405  405  405  405  405  405  405  405
/articles/<int:number>/diff/                                 405  405  405  405  405  405  405  405  405  405
/articles/<int:number>/files/<str:name>                      405  405  405  405  405  405  405  405  405  405
/named.csv                                                   405  405  405  405  405  405  405  405  405  405
/named.xlsx                                                  405  405  405  405  405  405  405  405  405  405
/named.json                                                  405  405  405  405  405  405  405  405  405  405
/statistics/                                                 405  405  405  405  405  405  405  405  405  405
/statistics.csv                                              405  405  405  405  405  405  405  405  405  405
/feeds/                                                      405  405  405  405  405  405  405  405  405  405
/feeds/releases.atom                                         405  405  405  405  405  405  405  405  405  405
/feeds/notices.atom                                          405  405  405  405  405  405  405  405  405  405
/feeds/articles.atom                                         405  405  405  405  405  405  405  405  405  405
/^feeds/places/(?P<code>[0-9A-Z]{6})\.atom$                  405  405  405  405  405  405  405  405  405  405
/robots.txt                                                  405  405  405  405  405  405  405  405  405  405
/sitemap.xml                                                 405  405  405  405  405  405  405  405  405  405
/sitemaps/<str:section>.xml                                  405  405  405  405  405  405  405  405  405  405
/data/                                                       405  405  405  405  405  405  405  405  405  405
/data/<slug:table>.<str:ending>                              405  405  405  405  405  405  405  405  405  405
/healthz                                                     405  405  405  405  405  405  405  405  405  405
/api/                                                        405  405  405  405  405  405  405  405  405  405
/api/schema/                                                 405  405  405  405  405  405  405  405  405  405
/api/v1/entries/                                             405  405  405  405  405  405  405  405  405  405
/api/v1/entries/<uuid:pk>/                                   405  405  405  405  405  405  405  405  405  405
/api/v1/releases/                                            405  405  405  405  405  405  405  405  405  405
/api/v1/releases/<int:number>/                               405  405  405  405  405  405  405  405  405  405
/api/v1/rounds/                                              405  405  405  405  405  405  405  405  405  405
/api/^(?:[\s\S]*/)?$                                        405  405  405  405  405  405  405  405  405  405
/accessibility/                                              405  405  405  405  405  405  405  405  405  405
/display/                                                    405  405  405  405  405  405  405  405  405  405
/objections/follow/                                          404  404  404  404  404  404  404  404  404  404
/objections/<int:number>/                                    422  422  422  422  422  422  422  422  422  422
/accounts/login/                                             200  302  302  302  302  302  302  302  302  302
/accounts/start/                                             302  302  302  302  302  302  302  302  302  302
/accounts/logout/                                            302  302  302  302  302  302  302  302  302  302
/accounts/password/                                          302  200  200  200  200  200  200  200  200  200
/accounts/password/changed/                                  302  405  405  405  405  405  405  405  405  405
/workbench/                                                  405  405  405  405  405  405  405  405  405  405
/workbench/submissions/                                      405  405  405  405  405  405  405  405  405  405
/workbench/submissions.xlsx                                  405  405  405  405  405  405  405  405  405  405
/workbench/submissions/new/                                  200  200  200  403  403  403  403  403  403  403
/workbench/submissions/new/autosave/                         302  200  200  403  403  403  403  403  403  403
/workbench/submissions/<uuid:pk>/                            405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/again/                      302  302  404  403  403  403  403  403  403  403
/workbench/submissions/<uuid:pk>/autosave/                   302  400  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/edit/                       200  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/moves/<str:name>/           302  200  404  403  404  403  404  403  403  403
/workbench/outcomes/                                         405  405  405  405  405  405  405  405  405  405
/workbench/outcomes/check/                                   302  403  403  403  403  400  403  403  403  403
/workbench/outcomes/record/                                  302  403  403  403  403  400  403  403  403  403
/workbench/outcomes/result/                                  405  405  405  405  405  405  405  405  405  405
/workbench/documents/                                        405  405  405  405  405  405  405  405  405  405
/workbench/documents/new/                                    302  403  403  403  403  200  403  403  403  403
/workbench/documents/<int:pk>/scan/                          405  405  405  405  405  405  405  405  405  405
/workbench/documents/<int:pk>/scan/add/                      302  404  404  404  404  200  404  403  403  403
/workbench/releases/                                         405  405  405  405  405  405  405  405  405  405
/workbench/releases/import/                                  302  403  403  403  403  200  403  403  403  403
/workbench/releases/import/draft/                            302  403  403  403  403  200  403  403  403  403
/workbench/releases/new/                                     302  403  403  403  403  200  403  403  403  403
/workbench/releases/titles/                                  302  403  403  403  403  200  403  403  403  403
/workbench/rechecks/                                         405  405  405  405  405  405  405  405  405  405
/workbench/releases/drafts/<int:pk>/                         405  405  405  405  405  405  405  405  405  405
/workbench/releases/drafts/<int:pk>/items/<int:item>/        302  404  404  404  404  200  404  403  403  403
/workbench/releases/drafts/<int:pk>/items/<int:item>/drop/   302  404  404  404  404  302  404  403  403  403
/workbench/releases/drafts/<int:pk>/term/                    302  404  404  404  404  200  404  403  403  403
/workbench/releases/drafts/<int:pk>/order/                   302  404  404  404  404  409  404  403  403  403
/workbench/releases/drafts/<int:pk>/signed-text/             302  404  404  404  404  200  404  403  403  403
/workbench/releases/drafts/<int:pk>/sign-off/                302  404  404  404  404  400  404  403  403  403
/workbench/releases/drafts/<int:pk>/confirm/                 302  404  404  404  404  400  404  403  403  403
/workbench/releases/drafts/<int:pk>/discard/                 302  404  404  404  404  302  404  403  403  403
/workbench/releases/<int:number>/                            405  405  405  405  405  405  405  405  405  405
/workbench/releases/<int:number>/notice/extend/              302  403  403  403  403  404  403  403  403  403
/workbench/releases/<int:number>/notice/pause/               302  403  403  403  403  404  403  403  403  403
/workbench/releases/<int:number>/notice/resume/              302  403  403  403  403  404  403  403  403  403
/workbench/releases/<int:number>/items/<int:order>/withhold/ 302  403  403  403  403  200  403  403  403  403
/workbench/city/                                             405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/tasks/                      405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/tasks.xlsx                  405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/tasks/new/                  302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/paste/                302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/workbook/             302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/workbook/take/        302  400  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/evidence/             302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/evidence/result/      405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/tasks/reminders/            405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/edit/     302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/reply/    302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/remove/   302  200  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/accept/   302  400  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/tasks/<slug:code>/reopen/   302  400  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/materials/                  405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/materials/add/<str:code>/   302  422  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/materials/<int:material>/   405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/materials/<int:material>/remove/ 302  302  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/uploads/                    302  400  404  403  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/      405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/chunk/ 302  400  404  404  404  404  404  404  403  403
/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/finish/ 302  409  404  404  404  404  404  404  403  403
/workbench/submissions/<uuid:pk>/uploads/<uuid:upload>/drop/ 302  200  404  404  404  404  404  404  403  403
/workbench/messages/                                         405  405  405  405  405  405  405  405  405  405
/workbench/messages/read/                                    302  400  400  400  400  400  403  403  403  403
/workbench/messages/<int:pk>/read/                           302  302  404  404  404  404  403  403  403  403
/workbench/rounds/                                           405  405  405  405  405  405  405  405  405  405
/workbench/rounds/new/                                       302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/                               405  405  405  405  405  405  405  405  405  405
/workbench/rounds/<slug:code>/facts/                         302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/window/                        302  403  403  403  403  409  403  403  403  403
/workbench/rounds/<slug:code>/extensions/new/                302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/asks/                          302  403  403  403  403  409  403  403  403  403
/workbench/rounds/<slug:code>/objections/                    302  403  403  403  403  409  403  403  403  403
/workbench/rounds/<slug:code>/quotas/                        302  403  403  403  403  409  403  403  403  403
/workbench/rounds/<slug:code>/stages/new/                    302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/stages/<int:stage>/            302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/stages/<int:stage>/drop/       302  403  403  403  403  409  403  403  403  403
/workbench/rounds/<slug:code>/requirements/new/              302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/requirements/<int:requirement>/ 302  403  403  403  403  200  403  403  403  403
/workbench/rounds/<slug:code>/requirements/<int:requirement>/drop/ 302  403  403  403  403  409  403  403  403  403
/workbench/rounds/<slug:code>/requirements/<int:requirement>/template/ 405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/form/                       405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/seal/                       302  200  404  200  404  403  404  403  403  403
/workbench/submissions/<uuid:pk>/seals/<int:seal>/           405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/versions/<int:number>/      405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/versions/<int:number>/changes/ 405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/versions/<int:number>/files/<int:order>/ 405 405 405 405 405 405 405 405 405 405
/workbench/submissions/<uuid:pk>/versions/<int:number>/form/ 405  405  405  405  405  405  405  405  405  405
/workbench/submissions/<uuid:pk>/versions/<int:number>/receipt/ 405  405  405  405  405  405  405  405  405  405
/workbench/verify/                                           302  200  200  200  200  200  200  200  403  403
/workbench/verify/<str:code>/                                405  405  405  405  405  405  405  405  405  405
/workbench/verify/<str:code>/file/                           302  200  404  200  404  200  404  200  403  403
/workbench/sheets/                                           302  200  200  403  403  403  403  403  403  403
/workbench/sheets/rounds/<slug:code>/template.xlsx           405  405  405  405  405  405  405  405  405  405
/workbench/sheets/<uuid:pk>/                                 405  405  405  405  405  405  405  405  405  405
/workbench/sheets/<uuid:pk>/check/                           302  200  404  403  403  403  403  403  403  403
/workbench/sheets/<uuid:pk>/confirm/                         302  200  404  403  403  403  403  403  403  403
/workbench/sheets/<uuid:pk>/discard/                         302  302  404  403  403  403  403  403  403  403
/workbench/sheets/<uuid:pk>/remarks.xlsx                     405  405  405  405  405  405  405  405  405  405
/workbench/ranking/                                          405  405  405  405  405  405  405  405  405  405
/workbench/ranking/<slug:code>/                              405  405  405  405  405  405  405  405  405  405
/workbench/ranking/<slug:code>/letter/                       405  405  405  405  405  405  405  405  405  405
/workbench/ranking/<slug:code>/letter.docx                   405  405  405  405  405  405  405  405  405  405
/workbench/ranking/<slug:code>/summary.xlsx                  405  405  405  405  405  405  405  405  405  405
/workbench/ranking/<slug:code>/<str:category>/               302  403  403  200  200  403  403  403  403  403
/workbench/submissions/<uuid:pk>/substitute/                 302  403  404  200  404  403  404  403  403  403
/workbench/objections/                                       405  405  405  405  405  405  405  405  405  405
/workbench/objections/new/                                   302  403  403  403  403  200  403  403  403  403
/workbench/objections/<int:pk>/                              405  405  405  405  405  405  405  405  405  405
/workbench/objections/<int:pk>/steps/<slug:name>/            302  404  404  404  404  200  404  403  403  403
/workbench/objections/<int:pk>/files/add/                    302  404  404  404  404  422  404  403  403  403
/workbench/objections/<int:pk>/files/<int:file>/             405  405  405  405  405  405  405  405  405  405
/workbench/articles/                                         405  405  405  405  405  405  405  405  405  405
/workbench/articles/new/                                     302  403  403  403  403  200  403  403  403  403
/workbench/articles/drafts/<int:pk>/                         405  405  405  405  405  405  405  405  405  405
/workbench/articles/drafts/<int:pk>/edit/                    302  404  404  404  404  200  404  403  403  403
/workbench/articles/drafts/<int:pk>/files/add/               302  404  404  404  404  200  404  403  403  403
/workbench/articles/drafts/<int:pk>/files/<int:file>/        405  405  405  405  405  405  405  405  405  405
/workbench/articles/drafts/<int:pk>/files/<int:file>/drop/   302  404  404  404  404  302  404  403  403  403
/workbench/articles/drafts/<int:pk>/review/                  302  404  404  404  404  400  404  403  403  403
/workbench/articles/drafts/<int:pk>/confirm/                 302  404  404  404  404  400  404  403  403  403
/workbench/articles/drafts/<int:pk>/discard/                 302  404  404  404  404  302  404  403  403  403
/workbench/articles/<int:number>/                            405  405  405  405  405  405  405  405  405  405
/workbench/articles/<int:number>/further/                    302  403  403  403  403  302  403  403  403  403
/workbench/articles/<int:number>/withhold/                   302  403  403  403  403  200  403  403  403  403
"""


DATA_FILE = {"table": "entries", "ending": "csv"}
TASK = "/workbench/submissions/<uuid:pk>/tasks/<slug:code>/"
MATERIALS = ("/workbench/submissions/<uuid:pk>/materials/", "/workbench/submissions/<uuid:pk>/uploads/")
VERSIONS = ("/workbench/submissions/<uuid:pk>/versions/", "/workbench/submissions/<uuid:pk>/seal", "/workbench/verify/")

KINDS = (
    *("/workbench/rounds/", "/workbench/documents/", "/workbench/messages/", "/workbench/releases/"),
    *("/workbench/ranking/", "/workbench/sheets/", "/workbench/objections/", "/workbench/articles/"),
    *("/workbench/", "/articles/", "/objections/", "/"),
)


def path_of(route, ground):
    """A real address for a route: its placeholders filled with what stands on the ground."""
    kinds = (*VERSIONS, *MATERIALS, TASK, *KINDS)
    keys = ground.keys[next(kind for kind in kinds if route.startswith(kind))]
    route = route.replace("^regions/(?P<code>[0-9A-Z]{6})/", "regions/150400/")
    route = route.replace(r"^(?:[\s\S]*/)?$", "nowhere/")
    route = route.replace("^feeds/places/(?P<code>[0-9A-Z]{6})\\.atom$", "feeds/places/150400.atom").removesuffix("$")
    return re.sub(r"<\w+:(\w+)>", lambda found: str(keys[found[1]]), route)


@pytest.fixture
def ground(cast):
    """The drafter's draft; one candidate published in release 1; a draft of a second release, made by the regional
    office, about one more candidate; one handed in with a file, its sealed scan back."""
    published = cast.submission_in("named")
    cast.publish(ReleaseKind.NAMING, published)
    waiting = cast.submission_in("recommended", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    document = cast.document()
    release = publishing.start(
        cast.round, ReleaseKind.RECOMMENDATION, document, cast.regional_office, submissions=[waiting]
    )
    published.refresh_from_db()
    handed_in = cast.draft()
    cast.material(handed_in)
    cast.play(handed_in, "submit")
    version = handed_in.versions.get()
    asked = cast.requirement(required=False, template=handed_in.materials.get().file, template_name="申报书.pdf")
    of_version = {"pk": handed_in.pk, "number": 1, "order": 1, "code": version.code, "seal": cast.seal(version).pk}
    draft = cast.draft()
    kept, begun = cast.material(draft, ""), uploads.begin(draft, cast.drafter, "照片.jpg", 100)
    sheet = importing.stage(cast.drafter, cast.round, ContentFile(book(single("甲")), name="申报.xlsx"))
    list(importing.check(sheet, cast.drafter))
    [task] = tasks.add(draft, cast.drafter, [{"department": "财政局"}])
    objected = objection_file(cast, published)
    RoundRules.objects.filter(round=cast.round).update(takes_objections_online=True)
    notice = publish(cast, cast.at_last_stage())
    article = articles.start(cast.regional_office, series="系列", part=9, title="题", body="文", credit="供稿")
    figure = articles.add_file(article, cast.regional_office, BytesIO(png()), "图1.png", True, "图")
    keys = {
        **dict.fromkeys(VERSIONS, of_version),
        **dict.fromkeys(MATERIALS, {"pk": draft.pk, "code": "other", "material": kept.pk, "upload": begun.pk}),
        TASK: {"pk": draft.pk, "code": task.code},
        "/": {
            "table": "entries",
            "ending": "csv",
            "code": "2026",
            "pk": published.entry_id,
            "number": 1,
            "section": "pages",
        },
        "/articles/": {"number": publish_article(supersedes=publish_article()).number, "name": "图1.png"},
        "/workbench/": {"pk": draft.pk, "name": "submit"},
        "/workbench/rounds/": {"code": "2026", "stage": cast.review.pk, "requirement": asked.pk},
        "/workbench/documents/": {"pk": document.pk},
        "/workbench/ranking/": {"code": "2026", "category": "single"},
        "/objections/": {"number": notice.number},
        "/workbench/objections/": {"pk": objected.objection_id, "name": "note", "file": objected.pk},
        "/workbench/articles/": {"pk": article.pk, "file": figure.pk, "number": 2},
        "/workbench/sheets/": {"pk": sheet.pk, "code": "2026"},
        "/workbench/messages/": {"pk": published.messages.filter(unit=cast.drafter.unit).first().pk},
        "/workbench/releases/": {"pk": release.pk, "item": release.items.get().pk, "number": 1, "order": 1},
    }
    return SimpleNamespace(cast=cast, keys=keys)


def sessions(cast):
    """The cookies of each of WHO, all signed in."""
    found = []
    for who in WHO.values():
        client = Client()
        if who:
            client.force_login(getattr(cast, who), "accounts.backends.RoleBackend")
        found.append(client.cookies)
    return found


def answers(route, method, ground, signed_in):
    """The status each of WHO gets; nothing is kept from one to the next, and who signed out is signed in again."""
    found = []
    for cookies in signed_in:
        client = Client(raise_request_exception=False)
        client.cookies = deepcopy(cookies)
        with transaction.atomic():
            found.append(client.generic(method, path_of(route, ground)).status_code)
            transaction.set_rollback(True)
    return found


def drawn(picture):
    """{route: the answers in a row of the picture}."""
    head, *rows = picture.strip("\n").splitlines()
    assert head.split() == list(WHO)
    return {row.split()[0]: [int(code) for code in row.split()[1:]] for row in rows}


def test_every_url_stands_in_both_pictures():
    assert list(drawn(GET)) == list(routes())
    assert list(drawn(POST)) == list(routes())


@pytest.mark.parametrize(("method", "picture"), [("GET", GET), ("POST", POST)])
def test_everybody_gets_what_is_drawn(ground, method, picture):
    expected, signed_in = drawn(picture), sessions(ground.cast)
    assert {route: answers(route, method, ground, signed_in) for route in expected} == expected
