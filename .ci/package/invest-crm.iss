; Inno Setup: installs for the present user, without administrator's rights. UNTRIED, as is
; .ci/package.ps1, which calls it. Uninstalling leaves the user's databases alone.
#ifndef Version
  #error pass /DVersion=...
#endif

[Setup]
AppId=invest-crm
AppName=招商项目管理
AppVersion={#Version}
AppPublisher=The invest-crm authors
DefaultDirName={autopf}\invest-crm
DefaultGroupName=招商项目管理
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\out\package
OutputBaseFilename=invest-crm-{#Version}-setup
SetupIconFile=..\..\out\package\work\build\invest-crm.ico
UninstallDisplayIcon={app}\invest-crm.exe
LicenseFile=..\..\LICENSE
Compression=lzma2
SolidCompression=yes
ChangesAssociations=no

[Files]
Source: "..\..\out\package\invest-crm\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\招商项目管理"; Filename: "{app}\invest-crm.exe"
Name: "{autodesktop}\招商项目管理"; Filename: "{app}\invest-crm.exe"; Tasks: desktop

[Tasks]
Name: desktop; Description: "{cm:CreateDesktopIcon}"

[Run]
Filename: "{app}\invest-crm.exe"; Description: "{cm:LaunchProgram,招商项目管理}"; Flags: nowait postinstall skipifsilent
