@echo off
rem The command line from a checkout: builds it when it is missing or older than its sources, then runs it.
setlocal
where /q dotnet
if errorlevel 1 (
  >&2 echo distill: the .NET 10 SDK is needed, and no "dotnet" is on the PATH. Get it from https://dotnet.microsoft.com/download/dotnet/10.0
  exit /b 1
)
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0build\ensure-built.ps1" <nul
if errorlevel 1 exit /b 1
dotnet "%~dp0artifacts\bin\Distill.Cli\release\distill.dll" %*
