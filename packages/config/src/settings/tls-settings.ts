import { setting, settingWithDefault } from '../setting.ts';
import { secretValue } from '../values/secret-value.ts';
import { exactTextValue, listValue, textValue } from '../values/text-value.ts';
import { proxyValue } from '../values/url-value.ts';

const pathValue = () => textValue('the path of a PEM file');

/** Certificates and proxies: they need a runtime with its own TLS and sockets, such as Node. */
export const tlsSettings = {
  CAMUNDA_MTLS_CERT: setting(exactTextValue('a certificate in PEM form'), {
    summary: 'The client certificate with its chain, in PEM form.',
  }),
  CAMUNDA_MTLS_CERT_PATH: setting(pathValue(), {
    summary: 'The file of the client certificate.',
    aliases: ['CAMUNDA_CUSTOM_CERT_CHAIN_PATH'],
    path: true,
  }),
  CAMUNDA_MTLS_KEY: setting(secretValue('a private key in PEM form'), {
    summary: 'The private key of the client certificate, in PEM form.',
    secret: true,
  }),
  CAMUNDA_MTLS_KEY_PATH: setting(pathValue(), {
    summary: 'The file of the private key.',
    aliases: ['CAMUNDA_CUSTOM_PRIVATE_KEY_PATH'],
    path: true,
  }),
  CAMUNDA_MTLS_KEY_PASSPHRASE: setting(secretValue('a passphrase'), {
    summary: 'The passphrase of the private key.',
    secret: true,
  }),
  CAMUNDA_MTLS_CA: setting(exactTextValue('certificates in PEM form'), {
    summary: 'Further certificate authorities to trust, in PEM form.',
    aliases: ['CAMUNDA_CUSTOM_ROOT_CERT_STRING'],
  }),
  CAMUNDA_MTLS_CA_PATH: setting(pathValue(), {
    summary: 'The file of further certificate authorities to trust.',
    aliases: [
      'CAMUNDA_CUSTOM_ROOT_CERT_PATH',
      'CAMUNDA_CA_CERTIFICATE_PATH',
      'CAMUNDA_CLIENT_CACERTIFICATEPATH',
      'ZEEBE_CA_CERTIFICATE_PATH',
    ],
    path: true,
  }),
  CAMUNDA_HTTP_PROXY: setting(proxyValue(), {
    summary: 'The proxy of `http:` addresses.',
    secret: true,
    shared: ['http_proxy', 'HTTP_PROXY'],
  }),
  CAMUNDA_HTTPS_PROXY: setting(proxyValue(), {
    summary: 'The proxy of `https:` addresses.',
    secret: true,
    shared: ['https_proxy', 'HTTPS_PROXY'],
  }),
  CAMUNDA_NO_PROXY: settingWithDefault(listValue('hosts'), 'localhost,127.0.0.1,[::1]', {
    summary: 'Hosts that are reached without a proxy.',
    shared: ['no_proxy', 'NO_PROXY'],
  }),
};
