"""Writes the small export files of ``exports/``, each in the layout of one platform.

Run ``python tests/data/make_exports.py`` to write them anew. Every number is made up; quirks
(encodings, missing words, notes, totals) are those of the layouts. xls files that are HTML or CSV
keep their lying extension.
"""

# ruff: noqa: E501 - rows stand as the platforms write them
from __future__ import annotations

from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent / "exports"
Rows = list[list[object]]


def text(name: str, content: str, encoding: str = "utf-8") -> None:
    """Write a text file byte for byte."""
    (HERE / name).write_bytes(content.encode(encoding))


def book(name: str, sheets: dict[str, Rows]) -> None:
    """Write a workbook; strings stay strings."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(HERE / name, options) as workbook:
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    sheet.write(r, c, cell)


def meta(rows: str, encoding: str = "utf-16") -> bytes:
    """Encode a Meta series: UTF-16 little endian with its mark."""
    return b"\xff\xfe" + rows.encode("utf-16-le") if encoding == "utf-16" else rows.encode()


def tiktok() -> None:
    """Studio (dates without a year, quoted, no newline at the end) and Business."""
    text(
        "Overview_2025-12-29_1767571200_dancer.csv",
        '\ufeff"Date","Video Views","Profile Views","Likes","Comments","Shares"\n'
        '"29 de diciembre","100","5","10","2","1"\n'
        '"30 de diciembre","120","6","12","-1","0"\n'
        '"31 de diciembre","90","4","9","0","2"\n'
        '"1 de enero","200","8","20","3","4"\n'
        '"2 de enero","210","9","21","1","3"\n'
        '"3 de enero","190","7","19","2","2"',
    )
    text(
        "FollowerHistory.csv",
        '\ufeff"Date","Followers","Difference in followers from previous day"\n'
        '"February 28","undefined","0"\n"February 29","undefined","0"\n'
        '"March 1","1000","0"\n"March 2","1010","10"\n"March 3","1008","-2"',
    )
    text(
        "Viewers.csv",
        '\ufeff"Date","Total Viewers","New Viewers","Returning Viewers"\n'
        '"28 апреля","undefined","0","0"\n"29 апреля","50","30","20"\n"30 апреля","60","35","25"',
    )
    # Ids made from the moments 2025-09-04 01:08 UTC and 2025-12-30 12:00 UTC.
    first, second = 1756948080 << 32, 1767096000 << 32
    text(
        "Content.csv",
        '\ufeff"Time","Video title","Video link","Post time","Total likes","Total comments",'
        '"Total shares","Total views"\n'
        f'"January 5","Hello #Dance, ""you"" 🎉 ","https://www.tiktok.com/@dancer/video/{first}",'
        '"September 3","12","3","4","560"\n'
        f'"January 5","","https://www.tiktok.com/@dancer/video/{second}",'
        '"December 30","7","0","1","90"',
    )
    text(
        "FollowerActivity.csv",
        '\ufeff"Date","Hour","Active followers"\n'
        '"September 24","0","10"\n"September 24","1","20"\n'
        '"September 25","0","30"\n"September 25","1","0"',
    )
    text("FollowerGender.csv", '\ufeff"Gender","Distribution"\n"Female","0.6"\n"Male","0.4"')
    text(
        "FollowerTopTerritories.csv",
        '\ufeff"Top territories","Distribution"\n"KR","0.7"\n"Others","0.3"',
    )
    book(
        "Viewers.xlsx",
        {
            "Viewers": [
                ["Date", "Total Viewers", "New Viewers", "Returning Viewers"],
                ["3月25日", "40", "25", "15"],
                ["3月26日", "44", "20", "24"],
            ]
        },
    )
    text(
        "tiktok_business_daily.csv",
        "Date,Video views,Reached audience,Profile views,Likes,Shares,Comments,"
        "Phone number clicks ,Leads submission,Net growth,New followers,Lost followers\n"
        "2025/10/30,500,NAN,20,30,4,5,0,0,3,5,2\n2025/10/31,600,400,25,35,6,7,0,0,-1,2,3\n",
    )
    text(
        "tiktok_business_videos.csv",
        "Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites\n"
        f"One,https://www.tiktok.com/@shop/video/{1761934750 << 32},2025/10/31 18:19:10,"
        "1000,50,5,4,3\n",
    )
    text(
        "tiktok_business_swedish.csv",
        "Datum,Videovisningar,Målgrupp som nåtts,Profilvisningar,Gilla-markeringar,Delningar,"
        "Kommentarer,Nettotillväxt,Nya följare,Tappade följare\n"
        "2025/10/30,500,300,20,30,4,5,3,5,2\n2025/10/31,600,400,25,35,6,7,-1,2,3\n",
    )
    text(
        "live_viewers.csv",
        "日付,視聴数,ユニーク視聴者数,平均視聴時間,最高同時視聴者数,平均同時視聴者数\n"
        "2026-01-02,100,80,65,30,12\n2026-01-03,50,45,70,20,9\n",
        "utf-8",
    )
    text(
        "tiktok_ads.csv",
        "Date,Campaign name,Cost (ZAR),Impressions,Clicks (destination)\n"
        "2026-01-01,Spring,10.5,1000,20\n2026-01-02,Spring,11.5,1100,22\n",
    )


def youtube() -> None:
    """Studio, advanced mode: totals in three languages, soft hyphens, footers."""
    text("Totals.csv", "Date,Views\n2026-01-01,10\n2026-01-02,0\n2026-01-03,15\n")
    text(
        "Table data.csv",
        "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,"
        "Impressions,Impressions click-through rate (%),Average view duration,New viewers\n"
        "Total,,,,1010,50.5,-3,9000,4.2,0:03:00,0\n"
        'abcdefghijk,"Big, ""bad"" | talk 🎬","Apr 20, 2020",600,700,40.25,5,6000,5.5,0:03:27,\n'
        'lmnopqrstuv,"March 27, 2021","Mar 27, 2021",59,300,9.5,-8,2500,2,0:01:54,\n'
        "Showing top 500 results\n",
    )
    text(
        "Tabellendaten.csv",
        "Video,Video\u00adtitel,Ver\u00adöf\u00adfent\u00adli\u00adchungs\u00adzeit\u00adpunkt des "
        "Vi\u00adde\u00ados,Wie\u00adder\u00adga\u00adbe\u00adzeit (Stun\u00adden),Auf\u00adru\u00adfe\n"
        "Ge\u00adsamt,,,2.5,30\n"
        'abcdefghijk,Eins,"Apr 20, 2020",1.5,20\nlmnopqrstuv,Zwei,,1,8\n'
        "Die 500 bes\u00adten Er\u00adgeb\u00adnis\u00adse wer\u00adden an\u00adge\u00adzeigt\n",
    )
    text(
        "표 데이터.csv",
        "콘텐츠,동영상 제목,동영상 게시 시간,조회수,시청 시간(단위: 시간),구독자,노출수,노출 클릭률 (%),"
        "추정 수익 (USD)\n합계,,,31,3,1,100,5,2.5\n"
        'abcdefghijk,하나,"Apr 20, 2020",20,1.5,1,60,6,1.5\nlmnopqrstuv,둘,"Apr 21, 2020",10,1,0,'
        "40,4,1\n",
    )
    text(
        "Chart data.csv",
        "Date,Content,Video title,Video publish time,Duration,Views\n"
        '2026-01-01,abcdefghijk,One,"Apr 20, 2020",60,4\n',
    )
    text(
        "youtube_geography.csv",
        "Geography,Views,Average view duration,Watch time (hours)\n"
        "Total,100,0:04:00,6.5\nUS,60,0:05:00,5\nKR,30,0:02:00,1\n",
    )
    text(
        "youtube_age.csv",
        "Viewer age,Views (%),Average view duration\n18-24,40.5,0:01:00\n25-34,59.5,0:02:00\n",
    )


def meta_files() -> None:
    """Daily series in UTF-16, the two-block form, re-saved forms, audience, content."""
    series = 'sep=,\n"Instagram follows"\n"Date","Primary"\n"2026-05-25T00:00:00","65"\n"2026-05-26T00:00:00","6"\n'
    (HERE / "Follows.csv").write_bytes(meta(series + '"2026-05-28T01:00:00","9"\n'))
    two = (
        'sep=,\n"Facebook visits"\n"Date","Primary"\n"2024-01-01T00:00:00","5"\n'
        '"2024-01-02T00:00:00","6"\n\n"Instagram profile visits"\n"Date","Primary"\n'
        '"2024-01-01T00:00:00","50"\n"2024-01-02T00:00:00","60"\n'
    )
    (HERE / "Visits.csv").write_bytes(meta(two))
    (HERE / "Alcance.csv").write_bytes(
        meta('sep=,\n"Alcance"\n"Data","Primary"\n"2025-01-01T00:00:00","500"\n')
    )
    text(
        "facebook_follows_resaved.csv",
        "Facebook follows;\nDate;Primary\n2025-01-01T00:00:00;3\n2025-01-02T00:00:00;0\n",
    )
    (HERE / "Audience.csv").write_bytes(
        meta(
            'sep=,\n"Age & gender"\n"","Women","Men"\n"18-24","17.4","10.6"\n"25-34","40","32"\n\n'
            '"Top cities"\n"Seoul","Busan"\n"30.5","9.5"\n\n"Top countries"\n'
            '"South Korea","Japan"\n"80","5"\n'
        )
    )
    text(
        "May-25-2026_Jun-21-2026_1493633672508178.csv",
        "\ufeffPost ID,Account ID,Account username,Account name,Description,Duration (sec),"
        "Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,"
        "Comments,Saves\n"
        '17900000000000001,17841400000000001,studio.kim,Studio Kim,"Line one\nline two, #Seoul '
        '#서울",31,05/26/2026 07:10,https://www.instagram.com/reel/DKHabcdefgh/,IG reel,,Lifetime,'
        "1000,800,90,5,2,7,11\n"
        "17900000000000002,17841400000000001,studio.kim,Studio Kim,Plain,0,06/03/2026 19:45,"
        "https://www.instagram.com/p/DKHabcdefgi/,IG carousel,,Lifetime,500,400,40,1,0,3,6\n",
    )
    text(
        "instagram_content_pt.csv",
        "\ufeffIdentificação da publicação,Identificação da conta,Nome de usuário da conta,"
        "Nome da conta,Descrição,Duração (segundos),Horário de publicação,Link permanente,"
        "Tipo de publicação,Comentário de dados,Data,Visualizações,Curtidas,Compartilhamentos,"
        "Comentários,Salvamentos,Alcance,Seguimentos\n"
        "17900000000000003,17841400000000002,loja,Loja,Oi,12,04/05/2025 10:00,"
        "https://www.instagram.com/reel/DIGabcdefgh/,Reel do Instagram,,Vitalício,300,30,2,4,5,250,1\n",
    )
    text(
        "facebook_content.csv",
        "\ufeffPost ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,"
        "Permalink,Is crosspost,Is share,Post type,Languages,Custom labels,Funded content status,"
        'Data comment,Date,Views,Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares,'
        "Total clicks,Link Clicks,Other Clicks,Views,Seconds viewed,Average Seconds viewed,"
        "Estimated earnings (USD)\n"
        + "".join(
            f"12200000000000{i},61550000000001,Bakery,Bread {i},,0,0{i}/02/2024 08:00,,"
            f"https://www.facebook.com/{i},0,0,Photos,,,,,Lifetime,0,{100 * i},{6 * i},{3 * i},"
            f"{2 * i},{i},{10 * i},{4 * i},{6 * i},0,,,\n"
            for i in range(1, 7)
        ),
    )
    wrapped = (
        '"Post ID,Account ID,Account username,Description,Publish time,Permalink,Post type,Date,'
        'Views,Likes"\n'
        '"17900000000000009,1784,cafe,""Hi, all"",05/26/2026 07:10,'
        'https://www.instagram.com/p/DKHabcdefgi/,IG image,Lifetime,12,3"\n'
    )
    text("instagram_wrapped.csv", wrapped)


def linkedin() -> None:
    """Creator analytics with text numbers, dates day first, and company pages."""
    book(
        "AggregateAnalytics_Ana Souza_2025-05-01_2025-05-20.xlsx",
        {
            "Descoberta": [
                ["Desempenho geral", "01/05/2025 - 20/05/2025"],
                ["Impressões", "1.500"],
            ],
            "Engajamento": [
                ["Data", "Impressões", "Engajamentos"],
                ["19/05/2025", "1.200", "28"],
                ["20/05/2025", "300", "-28"],
            ],
            "Publicações mais em alta": [
                ["Máximo de 50 publicações disponíveis para incluir nesta lista"],
                [],
                [
                    "URL da publicação",
                    "Data de publicação",
                    "Engajamentos",
                    "",
                    "URL da publicação",
                    "Data de publicação",
                    "Impressões",
                ],
                [
                    "https://www.linkedin.com/feed/update/urn:li:activity:7204703086211198976",
                    "07/06/2024",
                    "20",
                    "",
                    "https://www.linkedin.com/feed/update/urn:li:activity:7204703086211198976",
                    "07/06/2024",
                    "900",
                ],
            ],
            "Seguidores": [
                ["Total de seguidores em 20/05/2025:", "782"],
                [],
                ["Data", "Novos seguidores"],
                ["19/05/2025", "3"],
                ["20/05/2025", "2"],
            ],
            "Dados demográficos do público": [
                ["Principais dados demográficos", "Valor", "Porcentagem"],
                ["Cargos", "Analista", "12%"],
                ["Cargos", "Diretor", "menos de 1%"],
            ],
        },
    )
    note = "This report tells the aggregated engagement of your posts. " * 3
    book(
        "acme_content_1767085154803.xlsx",
        {
            "Metrics": [
                [note],
                [
                    "Date",
                    "Impressions (organic)",
                    "Impressions (sponsored)",
                    "Impressions (total)",
                    "Unique impressions (organic)",
                    "Clicks (organic)",
                    "Clicks (sponsored)",
                    "Clicks (total)",
                    "Reactions (total)",
                    "Comments (total)",
                    "Reposts (total)",
                    "Engagement rate (total)",
                ],
                ["12/14/2025", 90, 10, 100, 80, 9, 1, 10, 5, 2, 1, 0.18],
                ["12/15/2025", 50, 0, 50, 45, 4, 0, 4, 3, 0, 0, 0.14],
            ],
            "All posts": [
                [note],
                [
                    "Post title",
                    "Post link",
                    "Post type",
                    "Campaign name",
                    "Posted by",
                    "Created date",
                    "Campaign start date",
                    "Campaign end date",
                    "Audience",
                    "Impressions",
                    "Views",
                    "Offsite Views",
                    "Clicks",
                    "Click through rate (CTR)",
                    "Likes",
                    "Comments",
                    "Reposts",
                    "Follows",
                    "Engagement rate",
                    "Content Type",
                ],
                [
                    "We hire",
                    "https://www.linkedin.com/feed/update/urn:li:activity:7405900000000000000",
                    "Organic",
                    "",
                    "Kim",
                    "12/14/2025",
                    "",
                    "",
                    "All followers",
                    100,
                    "",
                    "",
                    10,
                    0.1,
                    5,
                    2,
                    1,
                    0,
                    0.18,
                    "Image",
                ],
            ],
        },
    )
    book(
        "acme_followers_1767085154803.xlsx",
        {
            "New followers": [
                [
                    "Date",
                    "Sponsored followers",
                    "Organic followers",
                    "Auto-invited followers",
                    "Total followers",
                ],
                ["12/14/2025", 0, 3, 1, 4],
                ["12/15/2025", 0, 2, 0, 2],
            ],
            "Location": [["Location", "Total followers"], ["Seoul", 75], ["Busan", 25]],
        },
    )
    book(
        "acme_visitors_1767085154803.xlsx",
        {
            "Visitor metrics": [
                [
                    "Date",
                    "Overview page views (desktop)",
                    "Total page views (desktop)",
                    "Total page views (mobile)",
                    "Total page views (total)",
                    "Total unique visitors (total)",
                ],
                ["12/14/2025", 5, 6, 4, 10, 7],
                ["12/15/2025", 3, 4, 4, 8, 6],
            ]
        },
    )


def x_files() -> None:
    """X, today's files (newest first) and the old ones (floats, text with newlines)."""
    text(
        "account_overview_analytics.csv",
        "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,"
        "Profile visits,Create Post,Video views,Media views\n"
        '"Tue, Feb 18, 2025",1200,10,60,2,1,5,2,3,4,20,1,100,110\n'
        '"Mon, Feb 17, 2025",800,8,40,1,0,4,1,2,2,15,2,90,95',
    )
    text(
        "account_analytics_content_2025-02-01_2025-02-18.csv",
        "Post id,Date,Post text,Link,Impressions,Likes,Engagements,Bookmarks,Share,New follows,"
        "Replies,Reposts,Profile visits,Detail expands,Url clicks,Hashtag clicks,Permalink clicks\n"
        f"{(1739800000000 - 1288834974657) << 22},Mon Feb 17 2025,@bob yes,"
        "https://x.com/a/status/1,300,4,20,1,0,0,1,0,2,3,1,0,0\n",
    )
    text(
        "x_content_ja.csv",
        "ポストID,日付,ポスト本文,ポストのリンク,インプレッション数,いいね,エンゲージメント,ブックマーク,"
        "共有された回数,新しいフォロー,返信,リポスト,プロフィールへのアクセス数,詳細のクリック数,"
        "URLのクリック数,ハッシュタグのクリック数,パーマリンクのクリック数\n"
        f'{(1787000000000 - 1288834974657) << 22},"Mon, Aug 17, 2026",こんにちは #朝,'
        "https://x.com/a/status/2,300,4,20,1,0,0,1,0,2,3,1,0,0\n",
    )
    text(
        "daily_tweet_activity_metrics_ada_20210801_20210803_en.csv",
        '"Date","Tweets published","impressions","engagements","engagement rate","retweets",'
        '"replies","likes","user profile clicks","url clicks","hashtag clicks","detail expands",'
        '"permalink clicks","app opens","app installs","follows","email tweet","dial phone",'
        '"media views","media engagements","promoted impressions"\n'
        '"2021-08-01","1","1323.0","20.0","0.0151171579743","1.0","2.0","5.0","3.0","1.0","0.0",'
        '"4.0","0.0","0","0","0","0","0","0","0","-"\n'
        '"2021-08-02","0","677.0","10.0","0.0147710487445","0.0","1.0","2.0","1.0","0.0","0.0",'
        '"2.0","0.0","0","0","0","0","0","0","0","-"\n',
    )
    text(
        "tweet_activity_metrics_ada_20210801_20210803_en.csv",
        '"Tweet id","Tweet permalink","Tweet text","time","impressions","engagements",'
        '"engagement rate","retweets","replies","likes","user profile clicks","url clicks",'
        '"hashtag clicks","detail expands","permalink clicks"\n'
        '"1421700000000000000","https://twitter.com/ada/status/1421700000000000000","two\nlines",'
        '"2021-08-01 08:42 +0000","1323.0","20.0","0.0151171579743","1.0","2.0","5.0","3.0","1.0",'
        '"0.0","4.0","0.0"\n',
    )


def ga4() -> None:
    """GA4: numbered days in two tables, and dated days in no order."""
    head = (
        "# ----------------------------------------\r\n# Report CSV Export\r\n# Account: Shop\r\n"
        "# Property: Shop web\r\n# ----------------------------------------\r\n# \r\n# All Users\r\n"
    )
    text(
        "data-export.csv",
        head + "# Start date: 20230708\r\n# End date: 20230710\r\nNth day,Users\r\n0000,5\r\n"
        "0001,7\r\n0002,6\r\n\r\n# Start date: 20230701\r\n# End date: 20230702\r\n"
        "Nth day,New users\r\n0000,3\r\n0001,2\r\n\r\n# Start date: 20230708\r\n"
        "# End date: 20230710\r\nCountry,Users\r\n\r\n",
    )
    text(
        "data-export (1).csv",
        head
        + "# Start date: 20231009\r\n# End date: 20231011\r\nDate,Sessions,Views,Bounce rate\r\n"
        "20231010,30,90,0.4123456789012345\r\n20231009,10,20,0.5\r\n20231011,5,9,0.25\r\n",
    )


def chinese() -> None:
    """Xiaohongshu, Douyin, WeChat, Bilibili, Toutiao, Zhihu."""
    book(
        "笔记列表明细表.xlsx",
        {
            "Sheet1": [
                ["最多导出排序后前1000条笔记"],
                [
                    "笔记标题",
                    "首次发布时间",
                    "体裁",
                    "曝光",
                    "观看量",
                    "封面点击率",
                    "点赞",
                    "评论",
                    "收藏",
                    "涨粉",
                    "分享",
                    "人均观看时长",
                    "弹幕",
                ],
                [
                    "早安",
                    "2026年03月24日17时33分05秒",
                    "图文",
                    1000.0,
                    300.0,
                    0.221,
                    20.0,
                    3.0,
                    8.0,
                    2.0,
                    1.0,
                    14.5,
                    0.0,
                ],
                [
                    "",
                    "2026年03月25日08时00分00秒",
                    "视频",
                    500.0,
                    100.0,
                    0.1,
                    5.0,
                    0.0,
                    2.0,
                    0.0,
                    0.0,
                    20.0,
                    1.0,
                ],
            ]
        },
    )
    book(
        "近30日观看数据.xlsx",
        {
            "账号总体观看数据": [
                ["指标", "数值"],
                ["曝光", 3000],
                ["观看", 900],
                ["封面点击率(%)", 12.5],
            ],
            "曝光趋势": [["日期", "数值"], ["2026年04月01日", 1000], ["2026年04月02日", 2000]],
            "观看趋势": [["日期", "数值"], ["2026年04月01日", 300], ["2026年04月02日", 600]],
        },
    )
    book(
        "作品列表导出.xlsx",
        {
            "Sheet1": [
                [
                    "作品名称",
                    "发布时间",
                    "体裁",
                    "审核状态",
                    "播放量",
                    "完播率",
                    "5s完播率",
                    "封面点击率",
                    "2s跳出率",
                    "平均播放时长",
                    "点赞量",
                    "分享量",
                    "评论量",
                    "收藏量",
                    "主页访问量",
                    "粉丝增量",
                ],
                [
                    "公开作品",
                    "2026-02-01 22:07:05",
                    "视频",
                    "公开",
                    1000,
                    0.0245,
                    0.4,
                    "-",
                    0.3,
                    12.5,
                    50,
                    4,
                    6,
                    7,
                    8,
                    -2,
                ],
                [
                    "自己看",
                    "2026-02-02 22:07:05",
                    "视频",
                    "自见",
                    0,
                    "—",
                    "—",
                    "—",
                    "—",
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                ],
            ]
        },
    )
    text(
        "动态数据明细.csv",
        "\ufeff视频描述,视频ID,发布时间,完播率,平均播放时长,播放量,推荐,喜欢,评论量,分享量,关注量,"
        "转发聊天和朋友圈,设为铃声\n"
        "春天 #花,export/AAA,2026/5/29,12.24%,21.46秒,500,10,20,3,4,5,6,0\n"
        "夏天,export/BBB,2026/5/30,<0.1%,3.5秒,100,1,2,0,1,0,0,0\n",
    )
    text(
        "user_analysis.xls",
        "<html><head><meta charset='utf-8'></head><body><table><tr><td colspan='5'>用户增长</td></tr>"
        "<tr><td colspan='5'>2026-01-01 至 2026-01-02</td></tr>"
        "<tr><th>时间</th><th>新关注人数</th><th>取消关注人数</th><th>净增关注人数</th>"
        "<th>累积关注人数</th></tr>"
        "<tr><td>2026-01-02</td><td>5</td><td>2</td><td>3</td><td>1003</td></tr>"
        "<tr><td>2026-01-01</td><td>4</td><td>4</td><td>0</td><td>1000</td></tr></table></body></html>",
    )
    text(
        "total_1767225600_1767312000.csv",
        "数据来源概况：2026-01-01 至 2026-03-31\n"
        "内容标题,发表日期,阅读人数,分享人数,阅读后关注人数,送达人数,送达完成率,阅读完成率,内容url\n"
        "三月文章,20260327,350,12,4,1000,35%,60.5%,https://mp.weixin.qq.com/s/abc\n",
        "gb18030",
    )
    text(
        "近期稿件对比.csv",
        "\ufeff视频标题,发布时间,播放量,封标点击率,3秒跳出率,互动率,涨粉量,取关量,点赞量,点赞率,评论量,弹幕量,"
        "收藏量,投币量,转发量,平均播放进度\n"
        "标题一,2026年06月03日 16:41:25,1200,3.5星,20.1%,5.5%,10,2,60,5%,7,30,20,9,4,45.5%\n",
    )
    book(
        "数据趋势_1234567890_2026-01-01-2026-01-02.xlsx",
        {
            "Sheet1": [
                ["时间", "展现量", "粉丝展现量", "阅读(播放)量", "点击率", "点赞量", "评论量"],
                ["累计", "3000", "100", "300", "0.1", "12", "3"],
                ["2026-01-01", "1000", "40", "100", "0.1", "5", "-1"],
                ["2026-01-02", "2000", "60", "200", "0.1", "7", "3"],
            ]
        },
    )
    text(
        "日报表.xls",
        "日期,阅读,播放,点赞,喜欢,评论,收藏,分享\n2026-01-01,100,20,5,1,2,3,4\n"
        "2026-01-02,150,30,6,0,1,2,0\n",
    )


def others() -> None:
    """Naver Blog, Metricool, Sprout Social, own sheets."""
    book(
        "조회수_일간_2026-06-03_2026-06-05_20260906_152022.xlsx",
        {
            "조회수": [
                ["블로그명", "맛있는 하루"],
                ["지표", "조회수"],
                ["단위", "일간"],
                ["기간", "2026-06-03 ~ 2026-06-05"],
                ["", ""],
                ["", ""],
                ["날짜", "요일", "전체", "피이웃", "서로이웃", "기타"],
                ["2026-06-03", "수", 120, 10, 20, 90],
                ["2026-06-04", "목", 130, 15, 20, 95],
                ["2026-06-05", "금", 90, 5, 15, 70],
            ]
        },
    )
    text(
        "metricool_tiktok.csv",
        "\ufeffDate,Title,URL,Duration,Views,Likes,Comments,Shares\n"
        f"2025-09-04 01:08,Hello,https://www.tiktok.com/@dancer/video/{1756948080 << 32},31,560,12,3,4\n",
    )
    text(
        "metricool_instagram_reels.csv",
        "\ufeffdate,title,URL,Views,Reach (Organic),Likes (Organic),Comments (Organic),"
        "Saved (Organic),Shares (Organic),Reposts,Engagement (Organic)\n"
        "2026-05-26 07:10,Hello,https://www.instagram.com/reel/DKHabcdefgh/,1000,800,90,7,11,5,0,14.1\n",
    )
    text(
        "sprout_profiles.csv",
        "\ufeffDate,Network Type,Profile Name,Network ID,Profile ID,Lifetime Followers Count,"
        "Net Follower Growth,New Followers Gained,Followers Lost\n"
        "2026-01-01,Instagram,kim,1,2,1000,3,5,2\n2026-01-01,Facebook,bakery,3,4,500,1,1,0\n"
        "2026-01-02,Instagram,kim,1,2,1001,1,2,1\n2026-01-02,Facebook,bakery,3,4,500,0,0,0\n",
    )
    text(
        "own_daily_german.csv",
        "Datum;Aufrufe;Reichweite;CTR\n13.01.2026;1.234;900;12,5%\n14.01.2026;2.345;1.100;9,8%\n"
        "15.01.2026;990;800;k. A.\n",
        "cp1252",
    )
    text(
        "own_daily_korean.csv",
        "날짜,조회수,좋아요,팔로워\n2026-01-01,100,5,1000\n2026-01-02,120,6,1003\n2026-01-03,90,-,1002\n",
        "cp949",
    )
    text(
        "own_long.tsv",
        "Date\tMetric\tValue\n2026-01-01\tviews\t10\n2026-01-01\tDirect messages received\t3\n"
        "2026-01-02\tviews\t12\n2026-01-02\tDirect messages received\t5\n",
    )
    text("unknown_columns.csv", "Day,Zorp,Blip\n2026-01-01,1,2\n2026-01-02,3,4\n")


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for write in (tiktok, youtube, meta_files, linkedin, x_files, ga4, chinese, others):
        write()
