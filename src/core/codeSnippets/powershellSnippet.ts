import { userUrl, type CodeRequest } from './codeRequest';
import { escapeUnseen } from './escapes';
import { printLiteral, type LiteralStyle } from './printLiteral';
import { queryParts } from './queryParts';
import type { SecretVariables } from './secretVariables';

/** JSON inside a literal here-string, which ends where a variable comes. */
const style: LiteralStyle = {
  indent: '  ',
  key: escapeUnseen,
  value: escapeUnseen,
  secret: (variable, kind) =>
    `\n'@ + ${kind === 'number' ? `$env:${variable}` : `(ConvertTo-Json $env:${variable})`} + @'\n`,
};

/** The request for PowerShell, of Windows (5.1) or later. An error status stops it. */
export function powershellSnippet(request: CodeRequest, secrets: SecretVariables): string {
  const uri = uriExpression(request, secrets);
  const body = printLiteral(request.bodyJson, style, secrets, { place: 'USER', depth: 0 });
  return `$ErrorActionPreference = 'Stop'
${guards(secrets)}$uri = ${uri}
$headers = @{
  'Authorization' = "Bearer $env:TRUTO_API_TOKEN"
  'Idempotency-Key' = [guid]::NewGuid().ToString()
}
$body = @'
${body}
'@

$response = Invoke-RestMethod -Method Patch -Uri $uri -Headers $headers -ContentType 'application/json; charset=utf-8' -Body ([Text.Encoding]::UTF8.GetBytes($body))
$response | ConvertTo-Json -Depth 100`;
}

function guards(secrets: SecretVariables): string {
  return secrets
    .names()
    .map((name) => `if (-not $env:${name}) { throw 'Set ${name} first' }\n`)
    .join('');
}

function uriExpression(request: CodeRequest, secrets: SecretVariables): string {
  const parts = queryParts(request, secrets).map(({ name, value, variable }, index) => {
    const before = `${index > 0 ? '&' : ''}${name}=`;
    return variable === undefined
      ? inQuotes(before + value)
      : `${inQuotes(before)}' + [uri]::EscapeDataString($env:${variable}) + '`;
  });
  return `'${inQuotes(`${userUrl(request)}?`)}${parts.join('')}'`;
}

/** Between single quotes; PowerShell takes the curved ones for them too. */
function inQuotes(text: string): string {
  return text.replace(/['\u2018-\u201B]/g, '$&$&');
}
