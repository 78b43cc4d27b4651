# What the bash launcher does before it runs the program, for distill.cmd: builds when the program is missing or
# older than its sources. Says nothing on stdout.
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$artifacts = Join-Path $root 'artifacts'
$app = Join-Path $artifacts 'bin/Distill.Cli/release/distill.dll'
$stamp = Join-Path $artifacts 'distill.stamp'
$log = Join-Path $artifacts 'distill-build.log'

function Say([string] $text) { [Console]::Error.WriteLine("distill: $text") }

function Test-UpToDate {
    if (-not (Test-Path -LiteralPath $app) -or -not (Test-Path -LiteralPath $stamp)) { return $false }
    $built = (Get-Item -LiteralPath $stamp).LastWriteTimeUtc
    $sources = @(Get-Item -Path (Join-Path $root 'Directory.*'), (Join-Path $root 'global.json'), (Join-Path $root 'src'), (Join-Path $root 'papers'), (Join-Path $root 'recipes'))
    $sources += @(Get-ChildItem -LiteralPath (Join-Path $root 'src'), (Join-Path $root 'papers') -Recurse)
    -not ($sources | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1)
}

if (Test-UpToDate) { exit 0 }

[void](New-Item -ItemType Directory -Force -Path $artifacts)
# One lock file a checkout: whoever cannot open it waits for the build that holds it.
$lock = $null
while (-not $lock) {
    try { $lock = [IO.File]::Open((Join-Path $artifacts 'distill.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
    catch [IO.IOException] { Start-Sleep -Milliseconds 200 }
}

try {
    if (Test-UpToDate) { exit 0 }

    if (Test-Path -LiteralPath $app) { Say 'the sources have changed, building' }
    else { Say 'building for the first time, which takes a minute or two' }

    $env:DOTNET_NOLOGO = '1'
    $env:DOTNET_GENERATE_ASPNET_CERTIFICATE = 'false'
    # Dated before the build, so that an edit made meanwhile counts as newer.
    Set-Content -LiteralPath "$stamp.new" -Value ''
    Push-Location -LiteralPath $root
    $output = & dotnet build src/Distill.Cli -c Release -v quiet -clp:NoSummary -nodeReuse:false
    $failed = $LASTEXITCODE -ne 0
    Pop-Location
    Set-Content -LiteralPath $log -Value $output
    if ($failed) {
        $output | ForEach-Object { [Console]::Error.WriteLine($_) }
        Say "the build failed; what it said is above, and in $log"
        exit 1
    }

    Move-Item -Force -LiteralPath "$stamp.new" -Destination $stamp
}
finally {
    $lock.Dispose()
}
