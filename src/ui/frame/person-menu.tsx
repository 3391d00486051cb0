'use client';

import { Menu } from '@base-ui/react/menu';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { may, type Role } from '@/core/access';
import { roleTitle } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Link } from '../link';
import { densities, type Preferences, themes } from '../preferences';
import type { Failure } from '../request';
import { signOut, signOutEverywhere } from '../sign-in/session';
import { useSingleKeys } from '../single-keys';
import { KeySheet } from './key-sheet';
import { applyPreferences } from './look';
import { navigationFor } from './navigation-items';
import { Caret } from './scope-picker';

interface PersonMenuProps {
  readonly name: string;
  readonly role: Role;
  readonly preferences: Preferences;
}

export function PersonMenu({ name, role, preferences: kept }: PersonMenuProps) {
  const router = useRouter();
  const [preferences, setPreferences] = useState(kept);
  const [sheetOpen, setSheetOpen] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useSingleKeys({
    '?': () => setSheetOpen(true),
    ...Object.fromEntries(navigationFor(role).map(({ key, path }) => [`g ${key}`, () => router.push(path)])),
  });

  function change(part: Partial<Preferences>) {
    const next = { ...preferences, ...part };
    setPreferences(next);
    applyPreferences(next);
  }

  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="button button-quiet">
          <span className="truncate">
            {name} · {roleTitle(role)}
          </span>
          <Caret />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner align="end" sideOffset={4} className="z-20">
            <Menu.Popup className="popup">
              <Menu.LinkItem className="popup-item" closeOnClick render={<Link href="/account" />}>
                <span />
                Signed-in sessions
              </Menu.LinkItem>
              {may(role, 'system.configure') ? (
                <Menu.LinkItem className="popup-item" closeOnClick render={<Link href="/settings" />}>
                  <span />
                  Settings
                </Menu.LinkItem>
              ) : null}
              <Menu.LinkItem className="popup-item" closeOnClick render={<Link href="/security" />}>
                <span />
                Security
              </Menu.LinkItem>
              <div className="popup-rule" />
              <Choice title="Theme" words={themes} value={preferences.theme} onChange={(theme) => change({ theme })} />
              <Choice
                title="Rows"
                words={densities}
                value={preferences.density}
                onChange={(density) => change({ density })}
              />
              <div className="popup-rule" />
              <Menu.CheckboxItem
                className="popup-item"
                checked={preferences.singleKeys}
                onCheckedChange={(singleKeys) => change({ singleKeys })}
              >
                <Indicator shown={preferences.singleKeys} />
                Single-key shortcuts
              </Menu.CheckboxItem>
              <Menu.Item className="popup-item" onClick={() => setSheetOpen(true)}>
                <span />
                Keyboard shortcuts
                <span className="key">?</span>
              </Menu.Item>
              <div className="popup-rule" />
              <Menu.Item className="popup-item" onClick={async () => setFailure(await signOut())}>
                <span />
                Sign out
              </Menu.Item>
              <Menu.Item className="popup-item" onClick={async () => setFailure(await signOutEverywhere())}>
                <span />
                Sign out everywhere
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {failure ? (
        <div className="fixed top-14 right-3 z-20 max-w-form">
          <FailureNotice failure={failure} />
        </div>
      ) : null}
      <KeySheet
        open={sheetOpen}
        onOpenChange={setSheetOpen}
        singleKeys={preferences.singleKeys}
        onSingleKeysChange={(singleKeys) => change({ singleKeys })}
        role={role}
      />
    </>
  );
}

interface ChoiceProps<Word extends string> {
  readonly title: string;
  readonly words: readonly Word[];
  readonly value: Word;
  readonly onChange: (word: Word) => void;
}

function Choice<Word extends string>({ title, words, value, onChange }: ChoiceProps<Word>) {
  return (
    <Menu.RadioGroup value={value} onValueChange={onChange}>
      <Menu.Group>
        <Menu.GroupLabel className="popup-label">{title}</Menu.GroupLabel>
        {words.map((word) => (
          <Menu.RadioItem key={word} value={word} className="popup-item capitalize">
            <Indicator shown={word === value} />
            {word}
          </Menu.RadioItem>
        ))}
      </Menu.Group>
    </Menu.RadioGroup>
  );
}

function Indicator({ shown }: { readonly shown: boolean }) {
  return (
    <svg width="10" height="10" aria-hidden="true">
      {shown ? <path d="M1 5.5 4 8.5 9 1.5" fill="none" stroke="currentColor" strokeWidth="2" /> : null}
    </svg>
  );
}
