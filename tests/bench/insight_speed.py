"""How long insight pages take on 100,000 posts and as many comments: first drawing and later ones.

Run from the repository: ``python tests/bench/insight_speed.py [POSTS]``. Opens each page under the
test client of Streamlit, on a private store, first with empty caches and then again, and fails when
a first drawing takes 3 seconds or a later one half a second on two cores.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from streamlit import config  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402

from kpicore.history import Account, History  # noqa: E402
from pages.parts import people, workspaces  # noqa: E402

FIRST, DAYS = date(2023, 1, 1), 3 * 365
ACCOUNT = "tiktok:busy"
PAGES = ("what_works", "posting_time", "retention", "live", "funnel", "changes", "comments")
COLD_SECONDS, WARM_SECONDS = 3.0, 0.5
WORDS = tuple(f"{a}{b}" for a in ("glaz", "pott", "kiln", "clay", "bowl") for b in "aeiouymnrst")
TAGS = tuple(f"tag{number}" for number in range(300))
SAID = (
    "love this",
    "how long does it take?",
    "too loud",
    "정말 예뻐요",
    "어디서 사나요",
    "太好看了",
    "meh",
    "😍",
)


def make_history(count: int, seed: int = 7) -> History:
    """Draw one account with that many posts."""
    draw = np.random.default_rng(seed)
    days = pd.date_range(FIRST, periods=DAYS, unit="us")
    published = pd.DatetimeIndex(
        days.to_numpy()[np.sort(draw.integers(0, DAYS, count))]
    ) + pd.to_timedelta(draw.integers(0, 1440, count), unit="min")
    title = [" ".join(row) for row in np.array(WORDS)[draw.integers(0, len(WORDS), (count, 6))]]
    tags = [" ".join(row) for row in np.array(TAGS)[draw.integers(0, len(TAGS), (count, 4))]]
    names = np.array([f"{i:018d}" for i in range(count)])
    posts = pd.DataFrame(
        {
            "account_id": ACCOUNT,
            "post_id": names,
            "published_at": published,
            "title": title,
            "format": np.array(["video", "image", "carousel"])[draw.integers(0, 3, count)],
            "duration_seconds": draw.integers(5, 900, count).astype(float),
            "hashtags": tags,
        }
    )
    views = np.round(np.exp(draw.normal(7, 1, count)))
    totals = {"views": views} | {
        metric: draw.poisson(views * rate).astype(float)
        for metric, rate in {"likes": 0.05, "comments": 0.004, "shares": 0.006}.items()
    }
    totals["watch_seconds"] = views * posts["duration_seconds"].to_numpy() * 0.4
    seen = pd.concat(
        pd.DataFrame(
            {
                "account_id": ACCOUNT,
                "post_id": names,
                "observed_at": pd.Timestamp(FIRST) + pd.Timedelta(days=DAYS + 20),
                "metric": metric,
                "value": values,
            }
        )
        for metric, values in totals.items()
    )
    daily = pd.concat(
        pd.DataFrame(
            {
                "account_id": ACCOUNT,
                "date": days,
                "metric": metric,
                "value": draw.poisson(mean, DAYS).astype(float),
            }
        )
        for metric, mean in {
            "views": 90_000,
            "profile_views": 3000,
            "new_followers": 300,
            "lost_followers": 120,
        }.items()
    )
    words = np.array(WORDS)[draw.integers(0, len(WORDS), (count, 4))]
    said = np.array(SAID, dtype=object)[draw.integers(0, len(SAID), count)]
    comments = pd.DataFrame(
        {
            "account_id": ACCOUNT,
            "comment_id": [f"c{i}" for i in range(count)],
            "post_id": names[draw.integers(0, count, count)],
            "written_at": published + pd.to_timedelta(draw.integers(0, 72, count), unit="h"),
            "text": [f"{' '.join(row)} {text}" for row, text in zip(words, said, strict=True)],
            "reply_to": np.where(
                draw.random(count) < 0.2, [f"c{i // 2}" for i in range(count)], ""
            ),
        }
    )
    account = Account(account_id=ACCOUNT, name="Busy", platform="tiktok", time_zone="Asia/Seoul")
    return History.build([account], posts=posts, observations=seen, daily=daily, comments=comments)


def main(count: int) -> int:
    """Measure and report; 1 when too slow."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KPICORE_DATA_FOLDER"] = folder
        os.chdir(ROOT)
        # The test client keeps format functions in the session's state, which nothing can pickle.
        config.set_option("runner.enforceSerializableSessionState", False)
        signs = people.Signs(
            peer_is_loopback=True, host_is_local=True, forwarded=False, sign_in=False
        )
        people.signs_of_request = lambda: signs
        store = workspaces.saved_store()
        store.personal_workspace().add_import(
            make_history(count), file="a.csv", sha256="0" * 64, imported_at=datetime(2026, 1, 1)
        )
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=300)
        app.context = {"locale": "en-US", "timezone": "UTC"}
        # The data themselves are loaded by the first page of a session, whichever it is.
        app.run()
        slow = 0
        for page in PAGES:
            seconds, busy = [], []
            for _ in range(3):
                start, work = time.perf_counter(), time.process_time()
                app.switch_page(f"pages/{page}.py").run()
                seconds.append(time.perf_counter() - start)
                busy.append(time.process_time() - work)
            assert not app.exception, app.exception
            cold, warm = seconds[0], min(seconds[1:])
            slow += cold >= COLD_SECONDS or warm >= WARM_SECONDS
            sys.stdout.write(
                f"{page:14} first {cold:5.2f} s ({busy[0]:.2f} s of work), "
                f"later {warm:5.2f} s ({min(busy[1:]):.2f} s)\n"
            )
            sys.stdout.flush()
        store.close()
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
