#include "font.h"

#include <QGuiApplication>
#include <QStringList>

QFont fcitx::parseFont(const QString &text) {
    QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QFont font = QGuiApplication::font();

    bool hasSize = false;
    const double size = words.isEmpty() ? 0 : words.last().toDouble(&hasSize);
    if (hasSize) {
        words.removeLast();
        if (size > 0) {
            font.setPointSizeF(size);
        }
    }
    while (words.size() > 1) {
        const QString word = words.last();
        if (word == QLatin1String("Bold")) {
            font.setBold(true);
        } else if (word == QLatin1String("Italic") || word == QLatin1String("Oblique")) {
            font.setItalic(true);
        } else if (word != QLatin1String("Regular")) {
            break;
        }
        words.removeLast();
    }
    if (!words.isEmpty()) {
        font.setFamily(words.join(QLatin1Char(' ')));
    }
    return font;
}
