"""What people write under the sample's posts."""

from __future__ import annotations

from typing import Final

COMMENTS: Final = (
    (
        (
            "So calming to watch 😍",
            "I could watch this for hours 😍",
            "This is the best part of my day, so relaxing 😍",
        ),
        False,
    ),
    (
        (
            "Where can I buy this bowl?",
            "Is this bowl in your shop already?",
            "How much is the blue one?",
        ),
        True,
    ),
    (
        (
            "How long does the glaze need to dry?",
            "Which glaze is this?",
            "What temperature do you fire this glaze at?",
        ),
        True,
    ),
    (
        (
            "Beautiful work!",
            "Love the colour of this glaze!",
            "My mug arrived today, it is wonderful 🥰",
        ),
        False,
    ),
    (
        (
            "I broke mine on the first day 😭",
            "Mine arrived with a crack, so sad",
            "Mine broke in the dishwasher 😭",
        ),
        False,
    ),
    (("정말 예뻐요 ❤️", "색감이 너무 좋아요", "보기만 해도 힐링되네요 ❤️"), False),
    (
        (
            "이 그릇 어디서 살 수 있나요?",
            "재입고는 언제 되나요?",
            "클래스도 여시나요?",
        ),
        True,
    ),
    (("太好看了！", "好喜欢这个颜色", "好治愈啊 👍"), False),
    (("请问是用什么釉料？", "这个碗多少钱？", "能寄到上海吗？"), True),
    (
        (
            "The sound is too loud this time 👎",
            "The music is annoying, I had to mute it 👎",
            "Too loud again, please turn the music down 👎",
        ),
        False,
    ),
    (
        (
            "Please make a longer version, I would love to see the whole process from clay to "
            "kiln.",
            "I have been following you since the very first bowl, and it is lovely to see how your "
            "glazes have changed over the years.",
            "Please show the kiln opening in full, the short version is over far too soon.",
        ),
        False,
    ),
    (("Do you ship abroad?", "Do you ship to Canada?", "How do I order from Germany?"), True),
)
"""What is said, in three wordings each, and whether it asks."""

REPLY: Final = "Thank you! The shop opens on Sunday 🙏"
