#include <gmock/gmock.h>
#include <sys/stat.h>

#include <sstream>

#include "update/canonical_json.h"
#include "update/key_ring.h"
#include "update/test_service.h"

namespace nexy {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr KeyStrength kQuick{.operations = 1, .memory_bytes = 8192};

TEST(SigningKey, SignsAsRfc8032Says) {
  const auto key = SigningKey::FromSeed(
      *BytesOfHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->public_key().Hex(),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(
      HexOf(key->Sign("")),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
      "f9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST(SigningKey, PrintsNothingOfItself) {
  const SigningKey key = SigningKey::Generate();
  std::ostringstream out;
  out << key << Secret("words");
  EXPECT_EQ(out.str(), "******");
}

TEST(SigningKey, AnEmptyOrBrokenSignatureIsNeverRight) {
  const SigningKey key = SigningKey::Generate();
  for (const char* odd : {"", "AA==", " ", "not base64"}) {
    EXPECT_FALSE(key.public_key().VerifyBase64("text", odd)) << odd;
  }
  std::string signature = key.SignBase64("text");
  EXPECT_TRUE(key.public_key().VerifyBase64("text", signature));
  EXPECT_FALSE(key.public_key().VerifyBase64("text", signature + "\n"));
  EXPECT_FALSE(key.public_key().VerifyBase64("texT", signature));
}

class KeyFileTest : public testing::Test {
 protected:
  std::string path() const { return service.folder() + "/k.key"; }
  TestService service;
  const Secret words{"correct horse battery staple"};
};

TEST_F(KeyFileTest, OpensWithItsPassphraseOnly) {
  const SigningKey key = SigningKey::Generate();
  ASSERT_TRUE(WriteKeyFile(path(), "release", key, words, kQuick).ok());
  const auto opened = OpenKeyFile(path(), "release", words);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->public_key(), key.public_key());
  EXPECT_EQ(OpenKeyFile(path(), "release", Secret("wrong words")).status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(OpenKeyFile(path(), "root", words).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(KeyFileTest, IsPrivateAndEncryptedAndNeverOverwritten) {
  const SigningKey key = SigningKey::Generate();
  ASSERT_TRUE(WriteKeyFile(path(), "release", key, words, kQuick).ok());
  struct stat facts = {};
  ASSERT_EQ(stat(path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  const std::string text = *ReadWholeFile(path(), 10'000);
  EXPECT_THAT(text, Not(HasSubstr(Base64Of(key.RevealSeed()))));
  EXPECT_THAT(text, Not(HasSubstr(HexOf(key.RevealSeed()))));
  EXPECT_EQ(WriteKeyFile(path(), "release", key, words, kQuick).code(),
            absl::StatusCode::kAlreadyExists);
}

TEST_F(KeyFileTest, DamageAndAShortPassphraseAreRefused) {
  EXPECT_FALSE(
      WriteKeyFile(path(), "release", SigningKey::Generate(), Secret("short"), kQuick).ok());
  ASSERT_TRUE(WriteKeyFile(path(), "release", SigningKey::Generate(), words, kQuick).ok());
  nlohmann::json file = nlohmann::json::parse(*ReadWholeFile(path(), 10'000));
  file["memory_bytes"] = std::int64_t{1} << 50;
  service.File("k.key", file.dump());
  EXPECT_EQ(OpenKeyFile(path(), "release", words).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// Incident 22.
TEST_F(KeyFileTest, KeysAndStoreMayNotLieInEachOther) {
  EXPECT_FALSE(KeyRing(service.store->path() + "/keys").CheckApart(service.store->path()).ok());
  EXPECT_FALSE(KeyRing(service.folder()).CheckApart(service.store->path()).ok());
  EXPECT_FALSE(KeyRing(service.store->path() + "/../store").CheckApart(service.store->path()).ok());
  EXPECT_TRUE(KeyRing(service.store->path() + "-keys").CheckApart(service.store->path()).ok());
}

TEST(CanonicalJson, IsSortedWithoutSpacesAndEscapesTwoCharactersOnly) {
  EXPECT_EQ(CanonicalJson(nlohmann::json::parse(R"({"b": [1, true, null], "a": "x\"\\\n"})")),
            "{\"a\":\"x\\\"\\\\\n\",\"b\":[1,true,null]}");
}

TEST(StrictJson, RefusesWhatTwoReadersCouldTakeDifferently) {
  for (const char* odd :
       {"{\"a\":1,\"a\":2}", "1.0", "[1e3]", "9007199254740993", "-9007199254740993", "{} {}", "",
        "{\"a\":\"\xFF\"}", "[1,]", "{'a':1}", "NaN"}) {
    EXPECT_FALSE(ParseStrictJson(odd).ok()) << odd;
  }
  EXPECT_FALSE(ParseStrictJson(std::string(100, '[') + std::string(100, ']')).ok());
  EXPECT_FALSE(ParseStrictJson(std::string(1'000'000, '[')).ok());
  EXPECT_TRUE(ParseStrictJson("{\"a\":{\"a\":1},\"b\":[{\"a\":2}]}").ok());
}

}  // namespace
}  // namespace nexy
