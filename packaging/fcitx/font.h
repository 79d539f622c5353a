// The candidate window's font, from the words of fcitx's settings. Stands in for fcitx5-qt's file of this name.
#ifndef ZIPING_FCITX_FONT_H
#define ZIPING_FCITX_FONT_H

#include <QFont>
#include <QString>

namespace fcitx {

/// The font "FAMILY [STYLE...] [SIZE]" names, as in "Sans Bold 10"; without a size, that of the program.
QFont parseFont(const QString &text);

} // namespace fcitx

#endif
