import { ForewarnError } from '@forewarn/core';

/** Codes of Node and OpenSSL for certificates of a server that this machine does not trust. */
const untrusted =
  /^(UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|(DEPTH_ZERO_)?SELF_SIGNED_CERT(_IN_CHAIN)?|CERT_(UNTRUSTED|SIGNATURE_FAILURE|REVOKED))$/;
/** For certificates that are not those of that server now. */
const unfit = /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID)$/;
/** What a server says of the certificate that it was shown, or was not. */
const ourCertificate =
  /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_(EXPIRED|UNKNOWN|REVOKED)|ACCESS_DENIED|HANDSHAKE_FAILURE)/;
/** No TLS where it was expected. */
const plain = /^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO)$/;

/**
 * What a failed handshake means, with the setting to look at.
 *
 * @param text  the words of Node or OpenSSL
 * @returns     undefined when it is none
 */
export function fromTls(
  code: string,
  text: string,
  details: ForewarnError['details'] & { target: string },
): ForewarnError | undefined {
  const failed = (why: string, kind: 'prometheus-unavailable' | 'prometheus-access-denied') =>
    new ForewarnError(kind, `cannot reach Prometheus at ${details.target}: ${why} (${text})`, { details });
  const unavailable = 'prometheus-unavailable';
  if (untrusted.test(code)) {
    return failed(
      'nobody whom this machine trusts has signed its certificate: name its authority in PROMETHEUS_TLS_CA_FILE',
      unavailable,
    );
  }
  if (unfit.test(code))
    return failed('its certificate is not valid for this name at this time: renew it', unavailable);
  if (ourCertificate.test(code)) {
    return failed(
      'it does not accept this client: check PROMETHEUS_TLS_CERT_FILE and PROMETHEUS_TLS_KEY_FILE',
      'prometheus-access-denied',
    );
  }
  if (plain.test(code))
    return failed(
      'what answers there does not speak TLS: does PROMETHEUS_URL begin with http://?',
      unavailable,
    );
  return undefined;
}
