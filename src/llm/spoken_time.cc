#include "llm/spoken_time.h"

#include <unicode/gregocal.h>
#include <unicode/msgfmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <string_view>

namespace nexy {
namespace {

icu::Locale LocaleOf(Language language) {
  return language == Language::kRussian ? icu::Locale("ru", "RU") : icu::Locale("en", "US");
}

UDate ToUDate(Clock::WallTime time) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  return Milliseconds(time.time_since_epoch()).count();
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string result;
  return text.toUTF8String(result);
}

// Literals with the right forms of the words, so that every voice says them right.
constexpr std::u16string_view kRussianTime =
    u"{0, plural, one{# час} few{# часа} many{# часов} other{# часа}}"
    u"{1, plural, =0{ ровно} one{ # минута} few{ # минуты} many{ # минут} other{ # минуты}}";
constexpr std::u16string_view kEnglishTimePattern = u"h:mm a";
constexpr std::u16string_view kEnglishDatePattern = u"EEEE, MMMM d, y";
constexpr std::u16string_view kRussianDatePattern = u"EEEE, d MMMM y 'года'";

icu::UnicodeString Unicode(std::u16string_view text) {
  return {text.data(), static_cast<int>(text.size())};
}

}  // namespace

class SpokenTime::Zone {
 public:
  explicit Zone(const std::string& name) {
    if (!name.empty()) zone_.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    if (zone_ == nullptr || *zone_ == icu::TimeZone::getUnknown()) {
      zone_.reset(icu::TimeZone::detectHostTimeZone());
    }
  }

  std::string Format(UDate time, std::u16string_view pattern, Language language) const {
    UErrorCode error = U_ZERO_ERROR;
    icu::SimpleDateFormat format(Unicode(pattern), LocaleOf(language), error);
    if (U_FAILURE(error) != 0) return "";
    format.setTimeZone(*zone_);
    icu::UnicodeString text;
    return ToUtf8(format.format(time, text));
  }

  // Hour and minute, or -1.
  int Field(UDate time, UCalendarDateFields field) const {
    UErrorCode error = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(*zone_, error);
    calendar.setTime(time, error);
    const int value = calendar.get(field, error);
    return U_FAILURE(error) != 0 ? -1 : value;
  }

  UDate DaysLater(UDate time, int days) const {
    UErrorCode error = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(*zone_, error);
    calendar.setTime(time, error);
    calendar.add(UCAL_DAY_OF_MONTH, days, error);
    const UDate later = calendar.getTime(error);
    return U_FAILURE(error) != 0 ? time : later;
  }

 private:
  std::unique_ptr<icu::TimeZone> zone_;
};

SpokenTime::SpokenTime(const std::string& time_zone) : zone_(std::make_unique<Zone>(time_zone)) {}
SpokenTime::~SpokenTime() = default;

std::string SpokenTime::Time(Clock::WallTime now, Language language) const {
  const UDate time = ToUDate(now);
  if (language == Language::kEnglish) {
    std::string text = zone_->Format(time, kEnglishTimePattern, language);
    return text;
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::MessageFormat format(Unicode(kRussianTime), LocaleOf(language), error);
  if (U_FAILURE(error) != 0) return "";
  const icu::Formattable values[] = {zone_->Field(time, UCAL_HOUR_OF_DAY), zone_->Field(time, UCAL_MINUTE)};
  icu::UnicodeString text;
  icu::FieldPosition position;
  return ToUtf8(format.format(values, 2, text, position, error));
}

std::string SpokenTime::Date(Clock::WallTime now, int days, Language language) const {
  return zone_->Format(zone_->DaysLater(ToUDate(now), days),
                       language == Language::kEnglish ? kEnglishDatePattern : kRussianDatePattern,
                       language);
}

}  // namespace nexy
