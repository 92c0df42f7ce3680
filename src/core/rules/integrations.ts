/** What Truto's public reference tells about updating users in one integration. */
export interface IntegrationRule {
  /** Truto's name of the integration as far as known: lower case, no spaces. */
  readonly slug: string;
  readonly label: string;
  /** Our own grouping; an account's own `integration.category` wins. */
  readonly category: string;
  readonly requiredQuery: readonly string[];
  /** Includes the required ones. */
  readonly supportedQuery: readonly string[];
  /** At least one of these is needed; empty when there is no such rule. */
  readonly requiredQueryOneOf: readonly string[];
  readonly requiredFields: readonly string[];
}

type Extra = Partial<
  Pick<IntegrationRule, 'requiredQuery' | 'supportedQuery' | 'requiredQueryOneOf' | 'requiredFields'>
>;

function rule(label: string, category: string, extra: Extra = {}, slug = plain(label)): IntegrationRule {
  const requiredQuery = extra.requiredQuery ?? [];
  return {
    slug,
    label,
    category,
    requiredQuery,
    supportedQuery: [...requiredQuery, ...(extra.supportedQuery ?? [])],
    requiredQueryOneOf: extra.requiredQueryOneOf ?? [],
    requiredFields: extra.requiredFields ?? [],
  };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const organization: Extra = { requiredQuery: ['organization_id'] };
const roles: Extra = { requiredFields: ['roles'] };
const workspace: Extra = { requiredQuery: ['workspace'] };
const groups: Extra = { supportedQuery: ['groups'] };
const gitLab: Extra = {
  supportedQuery: ['organization_id', 'workspace_id', 'group_id', 'groups'],
  requiredQueryOneOf: ['organization_id', 'workspace_id'],
};

/**
 * The integrations whose users can be updated, with the query parameters and body fields that they want beyond
 * the common ones. Source: Truto's public reference. It goes stale: an account's capabilities are the truth.
 */
export const integrationRules: readonly IntegrationRule[] = [
  rule('ActiveCampaign', 'marketing', { requiredFields: ['name'] }),
  rule('Adobe Marketo Engage', 'marketing'),
  rule('Airtable', 'collaboration'),
  rule('Avalara AvaTax', 'accounting'),
  rule('BigPanda', 'monitoring', groups),
  rule('BlackLine', 'accounting'),
  rule('BrowserStack', 'development'),
  rule('Canva', 'design', groups),
  rule('Cisco Meraki', 'network', { requiredQuery: ['organization_id', 'workspace_id'] }),
  rule('ClickUp', 'project-management', { ...organization, ...roles }),
  rule('CrowdStrike', 'security'),
  rule('Databricks', 'analytics', groups),
  rule('Datadog', 'monitoring'),
  rule('DocuSign', 'documents'),
  rule('Domo', 'analytics'),
  rule('Drive Wealth', 'finance'),
  rule('Files.com', 'documents', groups),
  rule('Fivetran', 'analytics'),
  rule('Freshcaller', 'telephony', groups),
  rule('Freshdesk', 'ticketing'),
  rule('Freshservice', 'ticketing', groups),
  rule('GitLab', 'development', gitLab),
  rule('HubSpot', 'crm'),
  rule('JFrog', 'development', groups),
  rule('Juniper Mist', 'network', {}, 'juniper-mist'),
  rule('KnowBe4', 'security', groups),
  rule('LastPass', 'security'),
  rule('Looker', 'analytics', roles),
  rule('Miro SCIM', 'collaboration'),
  rule('Notion SCIM', 'collaboration'),
  rule('Opsgenie', 'monitoring'),
  rule('Outreach', 'crm'),
  rule('Paralus', 'security', groups),
  rule('Pipedrive', 'crm'),
  rule('Pipeliner', 'crm'),
  rule('Power BI', 'analytics', workspace),
  rule('Qualtrics CoreXM', 'surveys'),
  rule('Salesforce', 'crm'),
  rule('Salesloft', 'crm', groups),
  rule('Smartsheet', 'project-management'),
  rule('Snyk', 'security', organization),
  rule('SolarWinds Service Desk', 'ticketing', groups),
  rule('SurveySparrow', 'surveys'),
  rule('Tableau', 'analytics'),
  rule('TeamViewer', 'it-management'),
  rule('Teamwork Desk', 'ticketing'),
  rule('Teamwork Project Management', 'project-management'),
  rule('Torii', 'it-management', { requiredQuery: ['user_id'] }),
  rule('Trello', 'project-management', organization),
  rule('Vanta', 'security', groups),
  rule('Vercel', 'development', { requiredQuery: ['groups'] }),
  rule('Webex', 'telephony'),
  rule('WordPress', 'publishing', workspace),
  rule('Zendesk', 'ticketing'),
];

const ruleByPlainSlug = new Map(integrationRules.map((entry) => [plain(entry.slug), entry]));

/** The rule of an integration; `Power BI`, `power-bi` and `powerbi` are the same to it. */
export function integrationRule(slug: string): IntegrationRule | undefined {
  return ruleByPlainSlug.get(plain(slug));
}
