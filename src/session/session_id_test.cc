#include "session/session_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/hash/hash.h"
#include "base/strings.h"

namespace nexy {
namespace {

constexpr std::size_t kMaxBytes = 256;
constexpr std::string_view kCanonical = "6fa459ea-ee8a-4ca4-894e-db77e160355e";

std::string KeyOf(std::string_view spelling) {
  const auto key = ParseSessionId(spelling, kMaxBytes);
  return key ? key->Canonical() : "refused";
}

TEST(SessionId, EverySpellingOfOneUuidIsTheSameSession) {
  for (const std::string_view spelling : {
           "6fa459ea-ee8a-4ca4-894e-db77e160355e", "6FA459EA-EE8A-4CA4-894E-DB77E160355E",
           "6fa459eaee8a4ca4894edb77e160355e", "6fa4-59eaee8a-4ca4894edb77e160355-e",
           "{6fa459ea-ee8a-4ca4-894e-db77e160355e}", "{6fa459eaee8a4ca4894edb77e160355e}",
           "urn:uuid:6fa459ea-ee8a-4ca4-894e-db77e160355e",
           "urn:6fa459ea-ee8a-4ca4-894e-db77e160355e", "uuid:6fa459eaee8a4ca4894edb77e160355e",
           "urn:uuid:{6fa459ea-ee8a-4ca4-894e-db77e160355e}",
           "--6fa459ea-ee8a-4ca4-894e-db77e160355e-"}) {
    EXPECT_EQ(KeyOf(spelling), kCanonical) << spelling;
  }
}

TEST(SessionId, EqualKeysHashAlike) {
  const auto lower = ParseSessionId(kCanonical, kMaxBytes);
  const auto upper = ParseSessionId("{6FA459EAEE8A4CA4894EDB77E160355E}", kMaxBytes);
  EXPECT_EQ(*lower, *upper);
  EXPECT_EQ(absl::Hash<SessionKey>{}(*lower), absl::Hash<SessionKey>{}(*upper));
  EXPECT_NE(*lower, *ParseSessionId("6fa459eaee8a4ca4894edb77e160355f", kMaxBytes));
}

TEST(SessionId, OnlyVersion4OfTheRfcVariantIsAccepted) {
  for (const char version : std::string_view("012356789abcdef")) {
    std::string id(kCanonical);
    id[14] = version;
    EXPECT_EQ(KeyOf(id), "refused") << id;
  }
  for (const char variant : std::string_view("01234567cdefCDEF")) {
    std::string id(kCanonical);
    id[19] = variant;
    EXPECT_EQ(KeyOf(id), "refused") << id;
  }
  for (const char variant : std::string_view("89abAB")) {
    std::string id(kCanonical);
    id[19] = variant;
    EXPECT_NE(KeyOf(id), "refused") << id;
  }
}

TEST(SessionId, AnythingElseIsRefused) {
  using namespace std::string_view_literals;
  for (const std::string_view id : {
           ""sv, " "sv, "-"sv, "{}"sv, "urn:uuid:"sv, "hello"sv, "welcome_1696.123"sv,
           " 6fa459ea-ee8a-4ca4-894e-db77e160355e"sv, "6fa459ea-ee8a-4ca4-894e-db77e160355e "sv,
           "6fa459ea-ee8a-4ca4-894e-db77e160355e\n"sv, "6fa459ea-ee8a-4ca4-894e-db77e160355e\0"sv,
           "6fa459ea-ee8a-4ca4-894e-db77e160355"sv, "6fa459ea-ee8a-4ca4-894e-db77e160355e0"sv,
           "6fa459ea-ee8a-4ca4-894e-db77e160355g"sv, "{6fa459eaee8a4ca4894edb77e160355e"sv,
           "6fa459eaee8a4ca4894edb77e160355e}"sv, "{{6fa459eaee8a4ca4894edb77e160355e}}"sv,
           "uuid:urn:6fa459eaee8a4ca4894edb77e160355e"sv, "6fa459ea_ee8a_4ca4_894e_db77e160355e"sv,
           "\xef\xbc\x96" "fa459eaee8a4ca4894edb77e160355e"sv}) {
    EXPECT_EQ(KeyOf(id), "refused") << id;
  }
}

TEST(SessionId, ASpellingAboveTheLimitIsRefusedHoweverManyDashesItHas) {
  const std::string dashes(kMaxBytes - kCanonical.size(), '-');
  EXPECT_EQ(KeyOf(Concat(dashes, kCanonical)), kCanonical);
  EXPECT_EQ(KeyOf(Concat("-", dashes, kCanonical)), "refused");
}

TEST(SessionId, AnOlderClientsHardwareIdHasTheShapeOfAUuidWhateverItsVersion) {
  for (const char version : std::string_view("0123456789abcdefABCDEF")) {
    std::string id = "6FA459EA-ee8a-4ca4-094e-db77e160355e";
    id[14] = version;
    EXPECT_TRUE(IsUuidShaped(id)) << id;
  }
  for (const std::string_view id : {"", "mac", "6fa459eaee8a4ca4894edb77e160355e",
                                    "6fa459ea-ee8a-4ca4-894e-db77e160355",
                                    "6fa459ea-ee8a-4ca4-894e-db77e160355e0",
                                    "6fa459eae-e8a-4ca4-894e-db77e160355e",
                                    "6fa459ea-ee8a-4ca4-894e-db77e160355g",
                                    "{fa459ea-ee8a-4ca4-894e-db77e160355}"}) {
    EXPECT_FALSE(IsUuidShaped(id)) << id;
  }
}

TEST(SessionId, AMintedIdIsACanonicalVersion4) {
  SessionKey::Bytes ones;
  ones.fill(0xff);
  EXPECT_EQ(MintSessionId(SessionKey::Bytes{}), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(MintSessionId(ones), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = MintSessionId(RandomBytes());
    EXPECT_EQ(KeyOf(id), id);
    EXPECT_TRUE(ids.insert(id).second);
  }
}

TEST(HardwareId, IsUsedAsItIs) {
  for (const std::string_view id :
       {"mac", " mac ", "unknown2", " unknown", "Nadya’s Mac", "машина", "0", "null", "'; --"}) {
    EXPECT_TRUE(CheckHardwareId(id, kMaxBytes).ok()) << id;
  }
  EXPECT_TRUE(CheckHardwareId(std::string(kMaxBytes, 'x'), kMaxBytes).ok());
}

TEST(HardwareId, ThatNamesNoDeviceIsRefusedWithTheTextOfCheck2) {
  using namespace std::string_view_literals;
  for (const std::string_view id :
       {""sv, " "sv, "\t"sv, "\xc2\xa0"sv, "\xe2\x80\x83 \xe3\x80\x80"sv, "unknown"sv, "UNKNOWN"sv,
        "UnKnown"sv, "a\nb"sv, "a\0b"sv, "mac\x7f"sv, "mac\xc2\x85"sv, "mac\xc2\x9b"sv, "\xff"sv,
        "mac\xc3"sv, "\xed\xa0\x80"sv}) {
    const absl::Status status = CheckHardwareId(id, kMaxBytes);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << id;
    EXPECT_EQ(MessageOf(status),
              "hardware_id is required and must be valid (not empty or 'unknown')");
  }
  EXPECT_FALSE(CheckHardwareId(std::string(kMaxBytes + 1, 'x'), kMaxBytes).ok());
}

}  // namespace
}  // namespace nexy
