#include "ssml.h"

#include <gtest/gtest.h>

#include <string>

namespace nexy::sim {
namespace {

std::string Speak(std::string_view inside) {
  return R"(<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" )"
         R"(xmlns:mstts="http://www.w3.org/2001/mstts" xml:lang="en-US">)" +
         std::string(inside) + "</speak>";
}

std::string Voice(std::string_view inside) {
  return Speak(R"(<voice name="en-US-AriaNeural">)" + std::string(inside) + "</voice>");
}

TEST(Ssml, TakesWhatTheServiceDocuments) {
  for (
      const std::string& good :
      {Voice("Hello &amp; &#x41;&lt;b&gt;"),
       Voice(
           R"(<mstts:express-as style="friendly" styledegree="1.2"><prosody rate="+10%" pitch="+2%">Text</prosody></mstts:express-as>)"),
       Voice(R"(<lang xml:lang="de-DE"><prosody rate="0.9" volume="80">Gut</prosody></lang>)"),
       Voice(R"(One<break time="200ms"/>two)"),
       "<?xml version='1.0'?>" + Speak("<voice name='a'>x</voice><voice name='b'>y</voice>")}) {
    EXPECT_EQ(SsmlProblem(good), "") << good;
  }
  EXPECT_EQ(SpokenTextOfSsml(Voice("Hello &amp; you")), "Hello & you");
}

TEST(Ssml, RefusesWhatTheServiceRefuses) {
  const std::string other =
      R"(<speak version="1.0" xmlns="http://example.org" xml:lang="en-US"><voice name="a">x</voice></speak>)";
  const std::string bare =
      R"(<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US">)";
  for (const std::string& bad :
       {std::string("Hello"), other, Voice("A & B"), Voice("1 < 2"), Voice("a\x01z"),
        Voice("<b>bold</b>"), Speak("Hello"), Speak(""), Speak("<voice>x</voice>"),
        Voice(R"(<prosody pitch="1.0">x</prosody>)"), Voice(R"(<prosody rate="9">x</prosody>)"),
        Voice(R"(<prosody speed="1">x</prosody>)"),
        Voice(R"(<prosody rate="1"><lang xml:lang="de-DE">x</lang></prosody>)"),
        Voice(R"(<mstts:express-as styledegree="3">x</mstts:express-as>)"),
        bare +
            R"(<voice name="a"><mstts:express-as style="sad">x</mstts:express-as></voice></speak>)",
        Voice("x") + "trailing", Voice("<p>x"), Voice(std::string(70'000, 'x')),
        Voice(R"(<prosody rate=1>x</prosody>)")}) {
    EXPECT_NE(SsmlProblem(bad), "") << bad.substr(0, 300);
  }
}

}  // namespace
}  // namespace nexy::sim
