import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isSecretName } from '../../../../src/core/secrets/isSecretName';

const secret = `
  password passwords Password PASSWORD password2 password_1 new_password oldPassword userPassword userpassword
  confirm_password confirmPassword passwordConfirm password_confirmation passwordConfirmation confirmpassword
  passwordconfirmation password_hash passwordHash password_salt hashed_password initial-password temporary.password
  unicodePwd pwd pwd1 user_pwd passwd userpasswd db_passwd pw pw_hash pass user_pass dbPass passes pass_word passWord
  pass_phrase passphrase ssh_passphrase sshpassphrase pass_code passcode devicepasscode pass_key passkey pass_hash passkeys
  secret secrets client_secret clientSecret clientsecret secret_id webhook_secret shared-secret secret_answer
  token tokens api_token apiToken apitoken APIToken access_token accessToken id_token refresh_token token_value
  x-csrf-token csrf xsrf csrf_value device_token tokens_list bearer bearer_value
  credential credentials credentials_json loginCredentials cred creds aws_creds
  authorization Authorization authorizations Proxy-Authorization authorization_header auth basic_auth auth_header
  auth_data oauth oauth2 google_oauth auth_string
  cookie cookies set-cookie Set-Cookie session_cookie cookie_value
  session sessions session_id sessionId SESSIONID session_ids session_key session_hash user_session session_data
  jwt jwts user_jwt jwt_value
  otp OTP otps otp_seed totp totp_uri hotp hotp_counter_value
  pin PIN pins user_pin card_pin pin_code pinCode pin_codes pin_number pin_hash pincode pin2
  api_key apiKey apikey api-keys APIKey API_KEY xApiKey api_key_hash access_key accessKey accesskey access_key_id
  private_key privateKey privatekey private_key_pem secret_key secretKey secretkey ssh_key sshKey sshkey ssh_keys
  signing_key signingKey signingkey signature_key encryption_key encryptionKey encryptionkey decryption_key
  master_key shared_key auth_key authkey authentication_key recovery_key backup_key client_key consumer_key webhook_key
  hmac_key rsa_key dsa_key ecdsa_key ed25519_key pgp_key gpg_key ssl_key tls_key deploy_key service_key storage_key
  subscription_key security_key aes_key crypto_key session_keys app_key application_key developer_key server_key
  ssh_private_key private_ssh_key host_key symmetric_key wrapping_key root_key license_key
  recovery_code recovery_codes recoveryCodes backup_code backupCodes verification_code security_code auth_code
  mfa_code mfaCodes 2fa_code tfa_code sms_code access_code reset_code activation_code scratch_codes one_time_code
  two_factor_code login_code invite_code invitation_code authentication_code unlock_code confirmation_code
  security_answer security_answers securityAnswer challenge_answer
  salt user_salt connection_string connectionStrings max_tokens_secret
  remote_data.password user.api_key credentials.user "api key" "Client Secret"
`;

const open = `
  name id email title secretary Secretary secretary_id secretariat compass encompass bypass surpass passenger passport
  passport_number passport_country passion passive trespass pass_rate passing passed pass_through boarding_pass_info
  token_count tokenCount token_type token_name token_limit token_status token_usage token_expires_at token_expiry
  token_scope tokenizer tokenized tokenization betokened max_tokens min_tokens total_tokens used_tokens num_tokens
  remaining_tokens number_of_tokens count_tokens prompt_tokens completion_tokens input_tokens output_tokens
  keyboard keyboard_layout monkey donkey turkey hockey key keys key_id sort_key primary_key foreign_key public_key
  publicKey public_keys publicApiKey ssh_public_key sshPublicKey publishable_key publishable_api_key issue_key
  project_key user_key employee_key idempotency_key keynote keyword keywords
  session_count session_duration sessions_enabled session_timeout session_name session_location sessional obsession
  pinned is_pinned pinnedAt pin_color pin_to_top pinboard spin opinion opinions shipping shipping_code pineapple
  pin_count
  cookie_name cookie_policy cookie_consent cookie_count cookiecutter
  author authors authority authorized authorizer authorized_by is_authorized authentication_method authenticator
  authenticated auth_type auth_method auth_provider authorization_status oauth_provider
  country_code zip_code postal_code currency_code error_code language_code cost_code job_code codes code department_code
  password_changed_at password_updated_at passwordLastSet password_expires_at password_expiry_date password_policy
  password_length password_strength password_age password_required password_enabled password_never_expires
  password_version password_algorithm password_attempts secret_name secret_label secret_description api_key_name
  api_key_created_at api_key_count mfa_enabled mfa_type mfa_status otp_enabled otp_method jwt_algorithm jwt_issuer
  credential_type credentials_updated pin_length pin_required pin_set password_set password_verified
  credentials_created credential_kind secret_state secret_size token_lifetime token_ttl token_timeout
  access_token_expires_in token_expired secret_expiration access_key_last_used token_created_date token_issued_time
  token_timestamp password_max password_min jwt_scopes token_format pin_retries password_days token_hours
  token_minutes token_seconds secret_rotated token_valid secret_disabled otp_supported
  salted salt_lake_city result_salty basalt saline
  answer question answers connection connection_status string secretly
  emails phones roles groups remote_data description address access accessible accessibility api_url privates
  spin_code metapi_key token_duration token_retries token_provider password_changed user_total_tokens
  nopasswordneeded licence_number license_type recovery_email backup_email security_level verification_status
`;

const words = (names: string): string[] =>
  [...names.matchAll(/"([^"]+)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);

describe('names of secrets', () => {
  for (const name of words(secret)) it(`${name} is one`, () => assert.equal(isSecretName(name), true));
  for (const name of words(open)) it(`${name} is none`, () => assert.equal(isSecretName(name), false));

  it('are not found in nothing, in signs, in numbers and in other scripts', () => {
    for (const name of ['', ' ', '_', '$', '42', '名前', 'épin', 'pinñata', '__proto__'])
      assert.equal(isSecretName(name), false, name);
  });

  const styles: Readonly<Record<string, (words: readonly string[]) => string>> = {
    snake: (parts) => parts.join('_'),
    kebab: (parts) => parts.join('-'),
    dots: (parts) => parts.join('.'),
    spaces: (parts) => parts.join(' '),
    shouting: (parts) => parts.join('_').toUpperCase(),
    camel: (parts) => parts.map((part, index) => (index === 0 ? part : capital(part))).join(''),
    pascal: (parts) => parts.map(capital).join(''),
  };
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const lowerNames = [...words(secret), ...words(open)].filter((name) => /^[a-z]+(_[a-z]+)*$/.test(name));

  it('mean the same however their words are put together', () => {
    fc.assert(
      fc.property(fc.constantFrom(...lowerNames), fc.constantFrom(...Object.keys(styles)), (name, style) => {
        assert.equal(isSecretName(styles[style]!(name.split('_'))), isSecretName(name));
      }),
    );
  });

  it('stay secret whatever stands before them, unless it counts or publishes', () => {
    const before = fc.constantFrom('user', 'my', 'x', 'new', 'remote', 'hubspot', 'work');
    fc.assert(
      fc.property(fc.array(before, { maxLength: 4 }), fc.constantFrom(...words(secret)), (qualifiers, name) => {
        assert.equal(isSecretName([...qualifiers, name].join('_')), true);
      }),
    );
  });
});
