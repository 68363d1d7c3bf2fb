#include "nexyctl/load/report.h"

#include <gmock/gmock.h>

#include "nexyctl/load/capacity.h"
#include "nexyctl/load/compare.h"
#include "nexyctl/load/report_html.h"

namespace nexy::load {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

RunResult Result(std::chrono::milliseconds first_audio, std::uint64_t refused = 0) {
  RunResult result;
  result.took = 10s;
  Record& record = result.record;
  record.started = 100 + refused;
  record.endings[static_cast<std::size_t>(Ending::kOk)] = 100;
  record.endings[static_cast<std::size_t>(Ending::kRefused)] = refused;
  if (refused > 0) record.reasons["refused: capacity"] = refused;
  record.scenarios[0] = record.started;
  record.audio_bytes = 96'000 * 50;
  record.seconds.resize(3);
  for (int i = 0; i < 100; ++i) {
    record.figures[static_cast<std::size_t>(Figure::kFirstAudio)].Record(
        first_audio + std::chrono::microseconds(i));
    record.seconds[static_cast<std::size_t>(i % 3)].first_audio.Record(first_audio);
  }
  return result;
}

Json Report(std::chrono::milliseconds first_audio, std::uint64_t refused = 0) {
  Plan plan;
  const Steady::time_point begin{1h};
  std::vector<ServerSample> samples = {{begin,
                                        {{"process_cpu_seconds_total", 5},
                                         {"process_resident_memory_bytes", 40e6},
                                         {"nexy_audio_bytes_total", 0}}},
                                       {begin + 2s,
                                        {{"process_cpu_seconds_total", 6},
                                         {"process_resident_memory_bytes", 50e6},
                                         {"nexy_audio_bytes_total", 96'000 * 100},
                                         {"nexy_session_live_turns", 7}}}};
  return ReportOf("127.0.0.1:1", plan, Result(first_audio, refused), samples, begin, 1.5);
}

TEST(LoadReport, HoldsWhatHappened) {
  const Json report = Report(20ms, 3);
  EXPECT_EQ(report["format"], "nexy-load-run/1");
  EXPECT_EQ(report["started"], 103);
  EXPECT_EQ(report["accounted"], true);
  EXPECT_EQ(report["errors"], 3);
  EXPECT_EQ(report["reasons"]["refused: capacity"], 3);
  EXPECT_DOUBLE_EQ(report["audio_seconds"].get<double>(), 50);
  EXPECT_NEAR(report["figures"]["first_audio"]["p99_ms"].get<double>(), 20.1, 0.3);
  EXPECT_DOUBLE_EQ(report["server"]["cpu_cores_max"].get<double>(), 0.5);
  EXPECT_DOUBLE_EQ(report["server"]["cpu_us_per_audio_second"].get<double>(), 10'000);
  EXPECT_EQ(report["server"]["samples"][1]["gauges"]["nexy_session_live_turns"], 7);
  EXPECT_THAT(SummaryOf(report),
              AllOf(HasSubstr("103 questions"), HasSubstr("refused: capacity: 3")));
}

TEST(LoadReport, AQuestionThatGotLostIsNoticed) {
  RunResult result = Result(20ms);
  ++result.record.started;
  EXPECT_EQ(ReportOf("t", Plan(), result, {}, Steady::time_point{}, 0)["accounted"], false);
}

TEST(LoadReport, ThePageSaysInWordsWhatItShows) {
  Json report = Report(20ms, 3);
  report["target"] = "<host>&";
  const std::string page = HtmlOf(report);
  EXPECT_THAT(page, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("role=\"img\""),
                          HasSubstr("<desc"), HasSubstr("scope=\"row\""), HasSubstr("<caption>"),
                          HasSubstr("refused: capacity"), HasSubstr("&lt;host&gt;&amp;")));
  EXPECT_THAT(page, AllOf(HasSubstr("<h1>"), HasSubstr("<h2>"), HasSubstr("<title id="),
                          HasSubstr("aria-labelledby="), HasSubstr("<th scope=\"col\">p99.9</th>"),
                          HasSubstr("99 of 100 within " +
                                    MsText(report["figures"]["first_audio"]["p99_ms"]) + ".")));
  EXPECT_THAT(page, Not(AnyOf(HasSubstr("<script"), HasSubstr("http:"), HasSubstr("https:"),
                              HasSubstr("<host>"))));
}

TEST(LoadReport, ThePictureStandsAlone) {
  RunResult result = Result(20ms);
  for (const auto time : {40ms, 80ms}) {
    result.record.figures[static_cast<std::size_t>(Figure::kFirstAudio)].Record(time);
  }
  const std::string picture = PictureOf(ReportOf("t", Plan(), result, {}, {}, 0));
  EXPECT_THAT(picture, AllOf(testing::StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\""),
                             HasSubstr("<style>"), HasSubstr("half took more than")));
}

TEST(LoadReport, TheServersMeansBeginAfterTheWarmUp) {
  const Steady::time_point begin{1h};
  const auto sample = [&begin](std::chrono::seconds at, double cpu, double audio_seconds) {
    return ServerSample{
        begin + at,
        {{"process_cpu_seconds_total", cpu}, {"nexy_audio_bytes_total", 96'000 * audio_seconds}}};
  };
  const Json server =
      ReportOf("t", Plan(), Result(20ms),
               {sample(-10s, 0, 0), sample(0s, 9, 10), sample(10s, 12, 110)}, begin, 0)["server"];
  EXPECT_DOUBLE_EQ(server["cpu_cores_mean"].get<double>(), 0.3);
  EXPECT_DOUBLE_EQ(server["cpu_us_per_audio_second"].get<double>(), 30'000);
}

TEST(LoadReport, AnEmptyRunMakesAPageToo) {
  const Json report = ReportOf("t", Plan(), RunResult{}, {}, Steady::time_point{}, 0);
  EXPECT_THAT(HtmlOf(report), HasSubstr("</html>"));
  EXPECT_FALSE(SummaryOf(report).empty());
}

TEST(LoadCompare, SaysWhatChangedAndWhatWasAskedOtherwise) {
  Json before = Report(20ms);
  Json after = Report(40ms, 5);
  after["plan"]["load"] = 99;
  const auto text = Compare(before, after);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, AllOf(HasSubstr("note: load differs: 10.0 before, 99 after"),
                           HasSubstr("errors: 0 before, 5 after"),
                           HasSubstr("first_audio p50: 20.1 ms before"), HasSubstr("% more")));
}

TEST(LoadCompare, RefusesWhatIsNoReport) {
  const Json report = Report(20ms);
  EXPECT_FALSE(Compare(report, Json::object()).ok());
  EXPECT_FALSE(Compare(report, Json(7)).ok());
  Json broken = report;
  broken["figures"] = 3;
  EXPECT_FALSE(Compare(broken, report).ok());
}

// A server whose first sound takes 5 ms up to `capacity`, and refuses above.
Json Search(double capacity, double largest = 10'000) {
  const Probe probe = [capacity](double load) { return Report(5ms, load > capacity ? 1 : 0); };
  return FindCapacity(
      10, largest, /*whole_numbers=*/true, Limits(), probe, [] { return false; },
      [](const std::string&) {});
}

TEST(LoadCapacity, IsFoundWithinAPartInTwenty) {
  const Json report = Search(730);
  EXPECT_LE(report["capacity"].get<double>(), 730);
  EXPECT_GT(report["capacity"].get<double>(), 730 / 1.06);
  EXPECT_LT(report["curve"].size(), 15u);
  EXPECT_DOUBLE_EQ(report["provider_ms"].get<double>(),
                   report["curve"][0]["first_audio_p50_ms"].get<double>());
  EXPECT_THAT(HtmlOf(report), AllOf(HasSubstr("First sound against load"), HasSubstr("no: errors"),
                                    HasSubstr("What it took, by load")));
  EXPECT_THAT(PictureOf(report), AllOf(HasSubstr(" At 10 the p50 was 5."),
                                       HasSubstr("The provider's own time is 5.")));
}

TEST(LoadCapacity, OfTwoSearchesIsCompared) {
  const auto text = Compare(Search(730), Search(90));
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, AllOf(HasSubstr("capacity: 7"), HasSubstr("at 40, first_audio p99: 5."),
                           HasSubstr("at 160, errors: 0 before, 1 after"),
                           HasSubstr("the largest loads within the limits:")));
  EXPECT_TRUE(Compare(Search(730), Search(1)).ok()) << "none within the limits";
  EXPECT_FALSE(Compare(Search(730), Report(5ms)).ok()) << "a search and a run";
}

TEST(LoadCapacity, NoneIsSaidPlainly) {
  const Json report = Search(1);
  EXPECT_FALSE(report.contains("best"));
  EXPECT_THAT(report["words"].get<std::string>(), HasSubstr("No load that was tried"));
  EXPECT_THAT(HtmlOf(report), HasSubstr("None is known"));
}

TEST(LoadCapacity, OfASearchThatWasStoppedIsWhatIsKnown) {
  int runs = 0;
  const Probe probe = [&runs](double) {
    Json report = Report(5ms);
    report["stopped_early"] = ++runs == 3;
    return report;
  };
  const Json report = FindCapacity(
      10, 1000, true, Limits(), probe, [&runs] { return runs == 3; }, [](const std::string&) {});
  EXPECT_EQ(report["capacity"], 20);
  EXPECT_EQ(report["curve"].size(), 2u);
  EXPECT_THAT(report["words"].get<std::string>(),
              AllOf(HasSubstr("stopped before its end"), HasSubstr("limits is 20.")));
  const std::string page = HtmlOf(report);
  const std::string heading = "<h2>The load at which the search was stopped</h2>";
  ASSERT_THAT(page, HasSubstr(heading));
  EXPECT_THAT(page.substr(page.find(heading)), Not(HasSubstr(" id="))) << "ids are unique";
}

TEST(LoadCapacity, EndsAtTheLargestLoad) {
  const Json report = Search(1e9, 100);
  EXPECT_EQ(report["capacity"], 100);
  EXPECT_THAT(report["words"].get<std::string>(), HasSubstr("No larger one"));
}

TEST(LoadCapacity, ASlowFirstSoundIsOverTheProvidersOwnTime) {
  const Probe probe = [](double load) { return Report(load > 40 ? 60ms : 45ms); };
  Limits limits;
  limits.provider_time = 40ms;
  const Json report = FindCapacity(
      10, 1000, true, limits, probe, [] { return false; }, [](const std::string&) {});
  EXPECT_EQ(report["capacity"], 40);
}

}  // namespace
}  // namespace nexy::load
