// What a template may ask about where it is deployed. Locally these are placeholders that can be read.
import type { JsonObject } from '../../json.js';

const subscriptionId = '/subscriptions/<subscriptionId>';
const groupId = `${subscriptionId}/resourceGroups/<resourceGroup>`;

/** `subscription()` */
export const subscription: JsonObject = {
  id: subscriptionId,
  subscriptionId: '<subscriptionId>',
  tenantId: '<tenantId>',
  displayName: '<subscription>',
};

/** `resourceGroup()` */
export const resourceGroup: JsonObject = {
  id: groupId,
  name: '<resourceGroup>',
  type: 'Microsoft.Resources/resourceGroups',
  location: '<location>',
  tags: {},
};

/** `tenant()` */
export const tenant: JsonObject = { tenantId: '<tenantId>', displayName: '<tenant>' };

/** `managementGroup()` */
export const managementGroup: JsonObject = {
  id: '/providers/Microsoft.Management/managementGroups/<managementGroup>',
  name: '<managementGroup>',
};

/** `environment()`: the addresses of the public cloud (documented). */
export const environment: JsonObject = {
  name: 'AzureCloud',
  gallery: 'https://gallery.azure.com/',
  graph: 'https://graph.windows.net/',
  portal: 'https://portal.azure.com',
  graphAudience: 'https://graph.windows.net/',
  batch: 'https://batch.core.windows.net/',
  media: 'https://rest.media.azure.net',
  sqlManagement: 'https://management.core.windows.net:8443/',
  resourceManager: 'https://management.azure.com/',
  authentication: {
    loginEndpoint: 'https://login.microsoftonline.com/',
    audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
    tenant: 'common',
    identityProvider: 'AAD',
  },
  suffixes: {
    acrLoginServer: '.azurecr.io',
    azureDatalakeAnalyticsCatalogAndJob: 'azuredatalakeanalytics.net',
    azureDatalakeStoreFileSystem: 'azuredatalakestore.net',
    keyvaultDns: '.vault.azure.net',
    sqlServerHostname: '.database.windows.net',
    storage: 'core.windows.net',
  },
};

/** `resourceId()` and its kin: the first text with a slash is the type, the names come after it. */
export function resourceId(args: readonly string[], scope: 'group' | 'subscription' | 'tenant'): string | undefined {
  const at = args.findIndex((arg) => arg.includes('/') && !arg.startsWith('/'));
  if (at < 0) return undefined;
  const [provider = '', ...types] = (args[at] ?? '').split('/');
  const names = args.slice(at + 1).flatMap((name) => name.split('/'));
  const path = types.map((type, index) => `/${type}/${names[index] ?? '<name>'}`).join('');
  return `${base(args.slice(0, at), scope)}/providers/${provider}${path}`;
}

function base(before: readonly string[], scope: 'group' | 'subscription' | 'tenant'): string {
  if (scope === 'tenant') return '';
  const [group = '<resourceGroup>', id = '<subscriptionId>'] =
    scope === 'group' ? before.toReversed() : ['', ...before];
  return `/subscriptions/${id}${scope === 'group' ? `/resourceGroups/${group}` : ''}`;
}
