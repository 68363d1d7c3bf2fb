#include "update/version.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

namespace nexy {
namespace {

std::string Order(std::string_view a, std::string_view b) {
  const auto order = CompareVersions(a, b);
  return order < 0 ? "<" : order > 0 ? ">" : "=";
}

struct Pair {
  const char* a;
  const char* b;
  const char* order;
};

constexpr char kFullWidth[] = "\xEF\xBC\x91.0";  // A digit one of East Asian width, then ".0".

// The table of real-world oddities, each as Sparkle's standard comparator orders it.
constexpr Pair kTricky[] = {
    {"1.0", "1.0.0", "="},
    {"1.10", "1.9", ">"},
    {"1.0", "1.0b1", ">"},
    {"1.0b9", "1.0b10", "<"},
    {"1.0rc1", "1.0b2", ">"},
    {"1.2.3-beta.4", "1.2.3", "="},
    {"1.2.3-beta.4", "1.2.3-beta.5", "="},
    {"1.2.3+7", "1.2.3", "<"},
    {"1.2.3+7", "1.2.3+8", "<"},
    {"1.0 (1234)", "1.0 (1235)", "<"},
    {"1.0b1 (5)", "1.0 (5)", "<"},
    {"1.0beta", "1.0 beta", "<"},
    {"v1.2", "1.2", "<"},
    {"1.0.", "1.0", "="},
    {"1..1", "1.0.1", "<"},
    {"01.2", "1.2", "="},
    {".1", "0.0.1", "<"},
    {"1_0", "1.0", ">"},
    {"-1", "0", ">"},
    {"20600", "2.0.0.19", ">"},
    {"9223372036854775808", "9223372036854775807", "="},
    {"4294967297", "4294967296", ">"},
    {"1.2.3.4", "1.2.3-4", ">"},
    {"2.0-", "2.0", "="},
    {kFullWidth, "1.0", "="},
    {"", "1.0", "<"},
};

TEST(Version, AgreesWithSparkleOnEveryTrickyPair) {
  for (const Pair& pair : kTricky) {
    EXPECT_EQ(Order(pair.a, pair.b), pair.order) << pair.a << " and " << pair.b;
  }
}

TEST(Version, AgreesWithItselfWhenTrickyPairsAreTurnedAround) {
  for (const Pair& pair : kTricky) {
    const std::string turned = *pair.order == '<' ? ">" : *pair.order == '>' ? "<" : "=";
    EXPECT_EQ(Order(pair.b, pair.a), turned) << pair.b << " and " << pair.a;
  }
}

constexpr int kPairs = 10'000;

// Anything: separators, letters, odd characters, broken UTF-8, numbers beyond 64 bits.
std::string AnyText(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"0",        "1",
                                                   "9",        "10",
                                                   "007",      "18446744073709551616",
                                                   ".",        "..",
                                                   "-",        "_",
                                                   " ",        "(",
                                                   ")",        "+",
                                                   "b1",       "rc",
                                                   "v",        "\xFF",
                                                   "\xC3",     "!",
                                                   "",         "a",
                                                   "\t",       "beta",
                                                   "\n",       "\xEF\xBC\x91",
                                                   ",",        "\xD1\x8F",
                                                   "\xE2\x80", "$"};
  std::string text;
  for (auto count = random() % 9; count > 0; --count) text += kPieces[random() % kPieces.size()];
  return text;
}

// What people really write: numbers, perhaps a pre-release in letters.
std::string UsualVersion(std::mt19937& random) {
  std::string text = std::to_string(random() % 4);
  for (auto count = random() % 4; count > 0; --count) text += "." + std::to_string(random() % 12);
  if (random() % 3 == 0) text += (random() % 2 ? "b" : "rc") + std::to_string(random() % 3);
  return text;
}

TEST(Version, IsReflexiveAndAntisymmetricOnTenThousandPairsOfAnything) {
  std::mt19937 random(5);
  for (int i = 0; i < kPairs; ++i) {
    const std::string a = AnyText(random);
    const std::string b = AnyText(random);
    EXPECT_EQ(Order(a, a), "=") << a;
    EXPECT_TRUE((CompareVersions(a, b) < 0) == (CompareVersions(b, a) > 0)) << a << " and " << b;
    EXPECT_TRUE((CompareVersions(a, b) == 0) == (CompareVersions(b, a) == 0)) << a << " and " << b;
  }
}

TEST(Version, IsATotalOrderOnTenThousandTriplesOfUsualVersions) {
  std::mt19937 random(6);
  for (int i = 0; i < kPairs; ++i) {
    const std::string a = UsualVersion(random);
    const std::string b = UsualVersion(random);
    const std::string c = UsualVersion(random);
    if (CompareVersions(a, b) <= 0 && CompareVersions(b, c) <= 0) {
      EXPECT_TRUE(CompareVersions(a, c) <= 0) << a << ", " << b << ", " << c;
    }
  }
}

TEST(Version, GrowsExactlyWhenTheBuildGrows) {
  std::mt19937 random(7);
  const auto plain = [&random] {
    std::string text = std::to_string(1 + random() % 3);
    for (auto count = random() % 4; count > 0; --count)
      text += "." + std::to_string(random() % 100);
    return text;
  };
  for (int i = 0; i < kPairs; ++i) {
    const std::string a = plain();
    const std::string b = plain();
    const std::weak_ordering builds = *BuildOfVersion(a) <=> *BuildOfVersion(b);
    EXPECT_TRUE(CompareVersions(a, b) == builds) << a << " and " << b;
  }
}

TEST(Version, HasAnIntegerBuildThatEarlierClientsCanRead) {
  EXPECT_EQ(*BuildOfVersion("2.0.0.32"), 2000032);
  EXPECT_EQ(*BuildOfVersion("2.0.0"), 2000000);
  EXPECT_EQ(*BuildOfVersion("2.1"), 2010000);
  EXPECT_EQ(*BuildOfVersion("11"), 11000000);
}

TEST(Version, RefusesWhatNotEveryReaderOrdersAlike) {
  for (const char* odd : {"", "1.2.3-beta.4", "1.2.3+7", "v1.2", "1.0b1", "1..1", "1.0.", "01.2",
                          "1.100", "1.2.3.4.5", "0", "0.0.0", "1 2", kFullWidth, "9999999"}) {
    EXPECT_FALSE(IsPlainVersion(odd)) << odd;
  }
}

TEST(Version, RefusesABuildThatIsNoWholeNumber) {
  for (const char* odd :
       {"", "0", "2.0.0.19", "-1", "+1", "007", " 7", "1e3", "1000000000000000"}) {
    EXPECT_FALSE(ParseBuild(odd).ok()) << odd;
  }
  EXPECT_EQ(*ParseBuild("2000032"), 2000032);
}

}  // namespace
}  // namespace nexy
