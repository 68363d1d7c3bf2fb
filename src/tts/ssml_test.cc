#include "tts/ssml.h"

#include <gmock/gmock.h>

namespace nexy {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kHead[] =
    "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" "
    "xmlns:mstts=\"http://www.w3.org/2001/mstts\" xml:lang=\"en-US\"><voice "
    "name=\"en-US-AriaNeural\">";

std::string Aria(std::string_view text, const AzureOptions& options = {}) {
  return SsmlFor(text, "en-US-AriaNeural", options);
}

TEST(Ssml, SaysTheTextAsItIsWithoutStyleAndProsody) {
  EXPECT_EQ(Aria("Hello."), std::string(kHead) + "Hello.</voice></speak>");
}

TEST(Ssml, NamesTheLanguageOfItsVoice) {
  EXPECT_THAT(SsmlFor("Привет.", "ru-RU-SvetlanaNeural", {}), HasSubstr("xml:lang=\"ru-RU\""));
  EXPECT_THAT(SsmlFor("Hi.", "custom", {}), HasSubstr("xml:lang=\"en-US\""));
}

TEST(Ssml, EscapesWhatWouldEndTheText) {
  EXPECT_THAT(Aria("a < b & \"c\" > 'd'</voice><audio src=\"x\"/>"),
              HasSubstr(">a &lt; b &amp; &quot;c&quot; &gt; &apos;d&apos;&lt;/voice&gt;"
                        "&lt;audio src=&quot;x&quot;/&gt;</voice>"));
  EXPECT_THAT(SsmlFor("Hi.", "\"><x", {}), HasSubstr("<voice name=\"&quot;&gt;&lt;x\">"));
}

TEST(Ssml, LeavesOutWhatXmlDoesNotAllow) {
  EXPECT_EQ(EscapeXml(std::string("a\x01"
                                  "b\0c\x1b[0m\tend\n",
                                  14)),
            "abc[0m\tend\n");
  EXPECT_EQ(EscapeXml("a\xEF\xBF\xBE"
                      "b"),
            "ab")
      << "U+FFFE";
  EXPECT_EQ(EscapeXml("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
  EXPECT_THAT(EscapeXml("x\xED\xA0\x80y"), Not(HasSubstr("\xED\xA0\x80"))) << "a lone surrogate";
}

// 1.0 of volume is 1 of 100, nearly silent; 1.0 of pitch is no value at all.
TEST(Ssml, TurnsMultipliersIntoChanges) {
  AzureOptions options;
  options.rate_percent = 125;
  options.pitch_percent = 90;
  options.volume_percent = 80;
  EXPECT_THAT(Aria("Hi.", options),
              HasSubstr("<prosody rate=\"+25%\" pitch=\"-10%\" volume=\"80\">Hi.</prosody>"));
}

TEST(Ssml, PutsTheStyleAroundTheProsody) {
  AzureOptions options;
  options.style = "friendly";
  options.style_degree_percent = 105;
  options.rate_percent = 110;
  EXPECT_THAT(Aria("Hi.", options),
              HasSubstr("<mstts:express-as style=\"friendly\" styledegree=\"1.05\"><prosody "
                        "rate=\"+10%\">Hi.</prosody></mstts:express-as>"));
}

}  // namespace
}  // namespace nexy
